#include "adapters/webhook/webhook_event.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/webhook/members.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::webhook {

namespace {

using base::ErrorCode;
using base::EventBody;
using base::Fail;
using base::Result;
using nlohmann::json;

constexpr std::size_t kMaxNameGraphemes = 80;

// What the readers below need to know.
struct Incoming {
  const json& data;
  const Settings& settings;
  std::string context;  // as of Event::context
};

// Whether we know anything of the event before its kind is read.
enum class Identity {
  kMessage,   // data.message_id; the delivery's id when the sender has none
  kDelivery,  // an act, known by its delivery alone
  kDeletion,  // happens once to a message
};

bool IsWebUrl(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

Result<base::FileRef> FileOf(const json& value) {
  if (!value.is_object()) return Fail(ErrorCode::kInvalid, "'data.files' must be a list of {url, name, type, size}.");
  base::FileRef file;
  TRY(file.remote, NeededText(value, "data.files.url", kMaxUrlBytes));
  if (!IsFileUrl(file.remote)) {
    return Fail(ErrorCode::kInvalid, "'data.files.url' must be an https address that can be fetched as it is.");
  }
  TRY(file.name, TextMember(value, "data.files.name", kMaxShortBytes));
  TRY(file.type, TextMember(value, "data.files.type", kMaxShortBytes));
  if (file.name.empty()) file.name = "file";
  file.size = std::max(0LL, base::IntAt(value, "size"));
  return file;
}

Result<std::vector<base::FileRef>> FilesOf(const json& data) {
  std::vector<base::FileRef> files;
  const auto it = data.find("files");
  if (it == data.end() || it->is_null()) return files;
  if (!it->is_array()) return Fail(ErrorCode::kInvalid, "'data.files' must be a list of {url, name, type, size}.");
  if (it->size() > kMaxFilesAtOnce) return Fail(ErrorCode::kTooLarge, "'data.files' may have at most 10 files.");
  for (const json& value : *it) {
    TRY(base::FileRef file, FileOf(value));
    files.push_back(std::move(file));
  }
  return files;
}

Result<EventBody> MessageCreated(const Incoming& in) {
  TRY(std::vector<base::FileRef> files, FilesOf(in.data));
  TRY(std::string text, TextMember(in.data, "data.text", kMaxTextBytes));
  if (!files.empty()) return base::SentFiles{std::move(files), std::move(text)};
  if (base::Trim(text).empty()) return Fail(ErrorCode::kInvalid, "'data.text' is missing.");
  return base::Said{std::move(text)};
}

Result<EventBody> FileCreated(const Incoming& in) {
  TRY(std::vector<base::FileRef> files, FilesOf(in.data));
  if (files.empty()) return Fail(ErrorCode::kInvalid, "'data.files' is missing.");
  TRY(std::string text, TextMember(in.data, "data.text", kMaxTextBytes));
  return base::SentFiles{std::move(files), std::move(text)};
}

Result<EventBody> MessageUpdated(const Incoming& in) {
  TRY(std::string message, NeededId(in.data, "data.message_id"));
  TRY(std::string text, NeededText(in.data, "data.text", kMaxTextBytes));
  return base::Edited{std::move(message), std::move(text)};
}

Result<EventBody> MessageDeleted(const Incoming& in) {
  TRY(std::string message, NeededId(in.data, "data.message_id"));
  return base::Deleted{std::move(message)};
}

Result<EventBody> ActionSubmitted(const Incoming& in) {
  TRY(const json action, ObjectMember(in.data, "data.action"));
  TRY(std::string value, NeededText(action, "data.action.value", kMaxShortBytes));
  TRY(std::string label, TextMember(action, "data.action.label", kMaxShortBytes));
  return base::Pressed{std::move(value), std::move(label)};
}

Result<EventBody> MemberJoined(const Incoming&) { return EventBody(base::Opened{}); }

Result<EventBody> ContextUpdated(const Incoming& in) {
  if (in.context.empty()) return Fail(ErrorCode::kInvalid, "'data.context' is missing.");
  return base::GaveContext{in.context};
}

Result<EventBody> PostCreated(const Incoming& in) {
  base::Posted post;
  TRY(post.source, TextMember(in.data, "data.source", kMaxShortBytes));
  if (post.source.empty()) post.source = in.settings.Text("source");
  TRY(post.title, TextMember(in.data, "data.title", kMaxShortBytes));
  TRY(post.text, TextMember(in.data, "data.text", kMaxTextBytes));
  if (base::Trim(post.title).empty() && base::Trim(post.text).empty()) {
    return Fail(ErrorCode::kInvalid, "'data.text' is missing.");
  }
  TRY(post.url, TextMember(in.data, "data.url", kMaxUrlBytes));
  if (!post.url.empty() && !IsWebUrl(post.url))
    return Fail(ErrorCode::kInvalid, "'data.url' must begin with https://.");
  const auto it = in.data.find("facts");
  if (it == in.data.end() || it->is_null()) return post;
  if (!it->is_array()) return Fail(ErrorCode::kInvalid, "'data.facts' must be a list of {label, value}.");
  if (it->size() > kMaxFacts) return Fail(ErrorCode::kTooLarge, "'data.facts' may have at most 32 facts.");
  for (const json& fact : *it) {
    TRY(std::string label, NeededText(fact, "data.facts.label", kMaxShortBytes));
    TRY(std::string value, TextMember(fact, "data.facts.value", kMaxShortBytes));
    TRY(std::string key, TextMember(fact, "data.facts.key", kMaxShortBytes));
    post.facts.push_back({std::move(key), std::move(label), std::move(value)});
  }
  return post;
}

struct Type {
  std::string_view name;
  Identity identity;
  bool needs_sender;
  Result<EventBody> (*read)(const Incoming&);
};

constexpr std::string_view kMessageCreated = "message.created", kPostCreated = "post.created";

constexpr Type kTypes[] = {
    {kMessageCreated, Identity::kMessage, true, MessageCreated},
    {"message.updated", Identity::kDelivery, false, MessageUpdated},
    {"message.deleted", Identity::kDeletion, false, MessageDeleted},
    {"action.submitted", Identity::kDelivery, true, ActionSubmitted},
    {"file.created", Identity::kMessage, true, FileCreated},
    {"member.joined", Identity::kDelivery, true, MemberJoined},
    {"context.updated", Identity::kDelivery, true, ContextUpdated},
    {kPostCreated, Identity::kMessage, false, PostCreated},
};

const Type* FindType(std::string_view name, bool one_way) {
  if (one_way && name == kMessageCreated) name = kPostCreated;
  const auto it = std::find_if(std::begin(kTypes), std::end(kTypes), [&](const Type& t) { return t.name == name; });
  return it == std::end(kTypes) ? nullptr : it;
}

Result<std::string> EventId(const Type& type, const json& data, std::string_view delivery) {
  TRY(std::string message, IdMember(data, "data.message_id"));
  if (type.identity == Identity::kMessage) return message.empty() ? std::string(delivery) : message;
  return std::string(type.name) + ":" + (type.identity == Identity::kDeletion ? message : std::string(delivery));
}

// What the customer knows of the person; only theirs to say, so it counts from a verified sender alone.
Result<std::vector<base::Fact>> AttributesOf(const json& sender) {
  std::vector<base::Fact> facts;
  TRY(const json attributes, ObjectMember(sender, "data.sender.attributes"));
  if (attributes.size() > kMaxFacts) {
    return Fail(ErrorCode::kTooLarge, "'data.sender.attributes' may have at most 32 members.");
  }
  for (const auto& [key, value] : attributes.items()) {
    const std::string text = value.is_string() ? value.get<std::string>() : base::DumpJson(value);
    if (key.size() > kMaxShortBytes || text.size() > kMaxShortBytes || value.is_structured()) {
      return Fail(ErrorCode::kInvalid, "'data.sender.attributes' must have short texts, numbers, true or false.");
    }
    if (!value.is_null()) facts.push_back({key, {}, text});
  }
  return facts;
}

Result<base::Author> AuthorOf(const json& sender, const Type& type) {
  base::Author author;
  TRY(author.id, type.needs_sender ? NeededId(sender, "data.sender.id") : IdMember(sender, "data.sender.id"));
  TRY(const std::string name, TextMember(sender, "data.sender.name", kMaxShortBytes));
  author.name = base::Shorten(name, kMaxNameGraphemes);
  author.is_bot = base::BoolAt(sender, "bot");
  author.verified = base::BoolAt(sender, "verified");
  TRY(auto attributes, AttributesOf(sender));
  if (author.verified) author.attributes = std::move(attributes);
  return author;
}

// The client's own words about itself, and the sender's e-mail address with them.
Result<std::string> ContextOf(const json& data, const json& sender) {
  TRY(json context, ObjectMember(data, "data.context"));
  TRY(const std::string email, TextMember(sender, "data.sender.email", kMaxShortBytes));
  if (!email.empty() && !context.contains("email")) context["email"] = email;
  if (context.empty()) return std::string();
  std::string text = base::DumpJson(context);
  if (text.size() > kMaxContextBytes) return Fail(ErrorCode::kTooLarge, "'data.context' may have at most 16 KiB.");
  return text;
}

// A hint only, so what is not a language tag is left out.
std::string LocaleOf(const json& data) {
  std::string locale = base::TextAt(data, "locale");
  const bool fits = locale.size() <= kMaxLocaleBytes && std::all_of(locale.begin(), locale.end(), [](char c) {
                      return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                    });
  return fits ? locale : std::string();
}

// Until when the sender's own platform takes replies to this; nothing when it always does.
Result<std::optional<base::ReplyPath>> PathOf(const json& data) {
  TRY(const std::string until, TextMember(data, "data.reply_until", kMaxShortBytes));
  if (until.empty()) return std::optional<base::ReplyPath>();
  const auto at = base::ParseTime(until);
  if (!at) return Fail(ErrorCode::kInvalid, "'data.reply_until' must be a time such as 2026-03-02T10:00:00Z.");
  return std::optional(base::ReplyPath{{}, *at, 0});
}

Result<base::Event> ReadEvent(const Type& type, const json& data, std::string_view delivery, const Settings& settings) {
  base::Event event;
  TRY(const json sender, ObjectMember(data, "data.sender"));
  TRY(event.author, AuthorOf(sender, type));
  TRY(event.id, EventId(type, data, delivery));
  TRY(std::string channel, IdMember(data, "data.conversation_id"));
  // Posts need not belong together.
  if (channel.empty() && type.name == kPostCreated) channel = event.id;
  if (base::Trim(channel).empty()) return Fail(ErrorCode::kInvalid, "'data.conversation_id' is missing.");
  if (event.author.id.empty()) event.author.id = channel;
  TRY(std::string thread, IdMember(data, "data.thread_id"));
  event.address = {settings.account, std::move(channel), std::move(thread)};
  TRY(event.context, ContextOf(data, sender));
  event.locale = LocaleOf(data);
  TRY(event.path, PathOf(data));
  TRY(event.body, type.read({data, settings, event.context}));
  if (std::holds_alternative<base::GaveContext>(event.body)) event.context.clear();
  return event;
}

}  // namespace

bool IsFileUrl(std::string_view url) {
  static constexpr std::string_view kHttps = "https://";
  if (!url.starts_with(kHttps) || url.size() > kMaxUrlBytes) return false;
  const std::string_view rest = url.substr(kHttps.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  return !authority.empty() && authority.find('@') == std::string_view::npos &&
         std::all_of(rest.begin(), rest.end(), [](char c) { return c > ' ' && c < 0x7F && c != '\\' && c != '#'; });
}

Result<std::optional<base::Event>> EventFromBody(std::string_view body, std::string_view delivery,
                                                 const Settings& settings, base::TimePoint now) {
  TRY(const json value, base::ParseJson(body, kMaxBody));
  if (!value.is_object()) return Fail(ErrorCode::kInvalid, "An event must be a JSON object.");
  TRY(const std::string name, NeededText(value, "type", kMaxShortBytes));
  const Type* type = FindType(name, settings.Flag("one_way"));
  if (type == nullptr) return std::optional<base::Event>();
  TRY(const json data, ObjectMember(value, "data"));
  TRY(base::Event event, ReadEvent(*type, data, delivery, settings));
  if (event.author.is_bot) return std::optional<base::Event>();
  event.at = now;
  return std::optional(std::move(event));
}

}  // namespace frontdesk::adapters::webhook
