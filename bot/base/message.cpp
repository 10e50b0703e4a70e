#include "bot/base/message.h"

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"

namespace frontdesk::base {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 12> kKinds = {"say",          "greeting", "ask",     "answer",
                                                     "did-you-mean", "review",   "receipt", "handoff",
                                                     "agent",        "user",     "note",    "notice"};
constexpr std::array<std::string_view, 5> kSpanKinds = {"text", "strong", "emphasis", "code", "link"};
constexpr std::array<std::string_view, 6> kBlockKinds = {"paragraph", "heading", "bullet", "numbered", "code", "quote"};

template <std::size_t N>
int IndexOf(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<int>(i);
  return -1;
}

// Messages are written far more often than read, so writing goes straight to text.
class Writer {
 public:
  std::string out = "{";

  void Member(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    Key(key);
    out += JsonQuote(value);
  }
  void Key(std::string_view key) {
    if (out.back() != '{' && out.back() != '[') out += ',';
    (out += '"').append(key) += "\":";
  }
  template <typename Items, typename Write>
  void List(std::string_view key, const Items& items, Write write) {
    if (items.empty()) return;
    Key(key);
    out += '[';
    for (const auto& item : items) {
      if (out.back() != '[') out += ',';
      out += '{';
      write(item);
      out += '}';
    }
    out += ']';
  }
};

void WriteBlock(Writer& writer, const Block& block) {
  writer.Member("kind", kBlockKinds[static_cast<std::size_t>(block.kind)]);
  if (block.number != 0) {
    writer.Key("number");
    writer.out += std::to_string(block.number);
  }
  writer.List("spans", block.spans, [&](const Span& span) {
    writer.Member("kind", kSpanKinds[static_cast<std::size_t>(span.kind)]);
    writer.Member("text", span.text);
    writer.Member("href", span.href);
  });
}

const json& ListAt(const json& value, std::string_view key) {
  static const json kEmpty = json::array();
  const auto it = value.find(key);
  return it != value.end() && it->is_array() ? *it : kEmpty;
}

Block ReadBlock(const json& value) {
  Block block;
  block.kind = static_cast<Block::Kind>(std::max(0, IndexOf(kBlockKinds, TextAt(value, "kind"))));
  block.number = static_cast<int>(IntAt(value, "number"));
  for (const json& span : ListAt(value, "spans")) {
    block.spans.push_back({static_cast<Span::Kind>(std::max(0, IndexOf(kSpanKinds, TextAt(span, "kind")))),
                           TextAt(span, "text"), TextAt(span, "href")});
  }
  return block;
}

void WriteField(Writer& writer, const FormField& field) {
  writer.Member("name", field.name);
  writer.Member("label", field.label);
  writer.Member("hint", field.hint);
  writer.Member("input", field.input);
  writer.List("options", field.options, [&](const Button& option) {
    writer.Member("label", option.label);
    writer.Member("value", option.value);
  });
  writer.Member("required", field.required ? "yes" : "");
  writer.Member("error", field.error);
}

FormField ReadField(const json& value) {
  FormField field;
  field.name = TextAt(value, "name");
  field.label = TextAt(value, "label");
  field.hint = TextAt(value, "hint");
  field.input = TextAt(value, "input");
  for (const json& option : ListAt(value, "options"))
    field.options.push_back({TextAt(option, "label"), TextAt(option, "value")});
  field.required = !TextAt(value, "required").empty();
  field.error = TextAt(value, "error");
  return field;
}

}  // namespace

std::string_view ToString(MessageKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

Result<MessageKind> MessageKindFrom(std::string_view name) {
  const int index = IndexOf(kKinds, name);
  if (index < 0) return Fail(ErrorCode::kInvalid, "unknown message kind '" + std::string(name) + "'");
  return static_cast<MessageKind>(index);
}

Message Say(std::string_view text) {
  Message message;
  message.text = PlainRichText(text);
  return message;
}

std::string ToJson(const Message& message) {
  Writer writer;
  writer.Member("kind", ToString(message.kind));
  writer.Member("subject", message.subject);
  writer.Member("author", message.author);
  writer.List("text", message.text.blocks, [&](const Block& block) { WriteBlock(writer, block); });
  if (message.asks) {
    writer.Key("asks");
    writer.out += "true";
  }
  writer.List("buttons", message.buttons, [&](const Button& button) {
    writer.Member("label", button.label);
    writer.Member("value", button.value);
  });
  writer.List("facts", message.facts, [&](const Fact& fact) {
    writer.Member("key", fact.key);
    writer.Member("label", fact.label);
    writer.Member("value", fact.value);
  });
  writer.List("files", message.files, [&](const FileRef& file) {
    writer.Member("id", file.id);
    writer.Member("name", file.name);
    writer.Member("type", file.type);
    writer.Key("size");
    writer.out += std::to_string(file.size);
  });
  writer.Member("source", message.source);
  writer.Member("source_href", message.source_href);
  writer.Member("input", message.input);
  writer.List("form", message.form, [&](const FormField& field) { WriteField(writer, field); });
  return writer.out + "}";
}

Result<Message> MessageFromJson(std::string_view text) {
  TRY(const json value, ParseJson(text));
  if (!value.is_object()) return Fail(ErrorCode::kInvalid, "a message must be a JSON object");
  Message message;
  TRY(message.kind, MessageKindFrom(TextAt(value, "kind")));
  message.subject = TextAt(value, "subject");
  message.author = TextAt(value, "author");
  for (const json& block : ListAt(value, "text")) message.text.blocks.push_back(ReadBlock(block));
  message.asks = BoolAt(value, "asks");
  for (const json& button : ListAt(value, "buttons"))
    message.buttons.push_back({TextAt(button, "label"), TextAt(button, "value")});
  for (const json& fact : ListAt(value, "facts"))
    message.facts.push_back({TextAt(fact, "key"), TextAt(fact, "label"), TextAt(fact, "value")});
  for (const json& file : ListAt(value, "files"))
    message.files.push_back({TextAt(file, "id"), TextAt(file, "name"), TextAt(file, "type"), IntAt(file, "size")});
  message.source = TextAt(value, "source");
  message.source_href = TextAt(value, "source_href");
  message.input = TextAt(value, "input");
  for (const json& field : ListAt(value, "form")) message.form.push_back(ReadField(field));
  return message;
}

RichText TakeQuestion(Message& message) {
  RichText question;
  if (!message.asks || message.text.blocks.empty()) return question;
  question.blocks.push_back(std::move(message.text.blocks.back()));
  message.text.blocks.pop_back();
  return question;
}

std::string ToPlainText(const Message& message) {
  Message words = message;
  const std::string question = ToPlainText(TakeQuestion(words));
  std::string out = ToPlainText(words.text);
  const auto line = [&out](const std::string& text) {
    if (!out.empty()) out += '\n';
    out += text;
  };
  for (const Fact& fact : message.facts) line(fact.label + ": " + fact.value);
  for (const FileRef& file : message.files) line("[" + file.name + "]");
  if (!message.source.empty()) {
    line("(" + message.source + (message.source_href.empty() ? "" : ", " + message.source_href) + ")");
  }
  if (!question.empty()) line(question);
  for (std::size_t i = 0; i < message.buttons.size(); ++i)
    line(std::to_string(i + 1) + ". " + message.buttons[i].label);
  return out;
}

}  // namespace frontdesk::base
