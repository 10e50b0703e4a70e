#include "adapters/common/message_text.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "adapters/common/dialect.h"

namespace frontdesk::adapters::common {

namespace {

using base::Block;
using base::Message;
using base::Span;

constexpr std::size_t kLeastPiece = 4;  // of text, in the limit's unit

const Dialect& DialectOf(Markup markup) {
  switch (markup) {
    case Markup::kDingTalk: return kDingTalkMark;
    case Markup::kLark: return kLark;
    case Markup::kMattermost: return kMattermost;
    case Markup::kMatrixHtml: return kMatrixHtml;
    case Markup::kMrkdwn: return kMrkdwn;
    case Markup::kWeChat: return kWeChatMark;
    case Markup::kQq: return kQqText;
    default: return kCommonMark;
  }
}

// Lines of one paragraph.
class Lines {
 public:
  void Add(std::vector<Span> spans) {
    if (!block_.spans.empty()) block_.spans.push_back({Span::Kind::kText, "\n", {}});
    std::move(spans.begin(), spans.end(), std::back_inserter(block_.spans));
  }
  void AddTo(base::RichText& text) && {
    if (!block_.spans.empty()) text.blocks.push_back(std::move(block_));
  }

 private:
  Block block_;
};

Span Text(std::string text) { return {Span::Kind::kText, std::move(text), {}}; }

// With the name of the person who speaks before the words: "Kim: Hello!"
Message Named(Message message) {
  if (message.kind != base::MessageKind::kAgent || message.author.empty() || message.text.blocks.empty())
    return message;
  auto& blocks = message.text.blocks;
  if (blocks.front().kind == Block::Kind::kParagraph) {
    blocks.front().spans.insert(blocks.front().spans.begin(), Text(message.author + ": "));
  } else {
    Block name;
    name.spans = {Text(message.author + ":")};
    blocks.insert(blocks.begin(), std::move(name));
  }
  return message;
}

// Everything that a message says as blocks; choices are numbered by hand, as they must never join a list above.
base::RichText AllOf(Message message) {
  const base::RichText question = base::TakeQuestion(message);
  base::RichText all = std::move(message.text);
  Lines facts, files, source, choices;
  for (const base::Fact& fact : message.facts)
    facts.Add({{Span::Kind::kStrong, fact.label, {}}, Text(": " + fact.value)});
  for (const base::FileRef& file : message.files) files.Add({Text("[" + file.name + "]")});
  if (!message.source.empty()) {
    const bool link = !message.source_href.empty();
    source.Add(
        {Text("("), {link ? Span::Kind::kLink : Span::Kind::kText, message.source, message.source_href}, Text(")")});
  }
  for (std::size_t i = 0; i < message.buttons.size(); ++i)
    choices.Add({Text(std::to_string(i + 1) + ". " + message.buttons[i].label)});
  for (Lines* lines : {&facts, &files, &source}) std::move(*lines).AddTo(all);
  base::Append(all, question);
  std::move(choices).AddTo(all);
  return all;
}

std::string PlainSpans(const Block& block) {
  std::string text;
  for (const Span& span : block.spans) text += span.text;
  return text;
}

// The same block in pieces of at most `size` of text each. Only the first piece of an item has its number.
std::vector<Block> Pieces(const Block& block, TextLimit size) {
  const bool repeats = block.kind == Block::Kind::kCode || block.kind == Block::Kind::kQuote;
  std::vector<Block> pieces;
  std::size_t index = 0, used = 0;
  for (const std::string& text : SplitText(PlainSpans(block), size)) {
    Block piece = block;
    piece.spans.clear();
    if (!pieces.empty() && !repeats) piece.kind = Block::Kind::kParagraph;
    for (std::size_t left = text.size(); left > 0;) {
      const Span& span = block.spans[index];
      const std::size_t take = std::min(left, span.text.size() - used);
      if (take > 0) piece.spans.push_back({span.kind, span.text.substr(used, take), span.href});
      left -= take;
      used += take;
      if (used == span.text.size()) {
        ++index;
        used = 0;
      }
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

// A link whose address alone is longer than a part, as text.
Block WithoutLinks(Block block) {
  for (Span& span : block.spans) {
    if (span.kind != Span::Kind::kLink) continue;
    span = Text(span.text == span.href ? span.text : span.text + " (" + span.href + ")");
  }
  return block;
}

bool Fits(const Block& block, const Dialect& dialect, TextLimit limit) {
  return MeasureText(dialect.write({&block, 1}, 0), limit.unit) <= limit.size;
}

// The block in pieces that fit each by itself.
std::vector<Block> FittingPieces(const Block& block, const Dialect& dialect, TextLimit limit) {
  if (limit.size == 0 || Fits(block, dialect, limit)) return {block};
  for (const Block& whole : {block, WithoutLinks(block)}) {
    for (std::size_t size = limit.size; size >= kLeastPiece; size = size * 3 / 4) {
      std::vector<Block> pieces = Pieces(whole, {size, limit.unit});
      if (std::all_of(pieces.begin(), pieces.end(), [&](const Block& piece) { return Fits(piece, dialect, limit); }))
        return pieces;
    }
  }
  return Pieces(WithoutLinks(block), {kLeastPiece, limit.unit});
}

// False when the part has no room for it.
bool Join(RichPart& part, const Block& piece, const Dialect& dialect, TextLimit limit) {
  std::vector<Block>& blocks = part.blocks.blocks;
  blocks.push_back(piece);
  const std::string more =
      std::string(dialect.between(blocks[blocks.size() - 2], piece)) + dialect.write(blocks, blocks.size() - 1);
  const bool fits = limit.size == 0 || MeasureText(part.text, limit.unit) + MeasureText(more, limit.unit) <= limit.size;
  if (fits) {
    part.text += more;
  } else {
    blocks.pop_back();
  }
  return fits;
}

std::vector<RichPart> WriteParts(const base::RichText& text, const Dialect& dialect, TextLimit limit) {
  std::vector<RichPart> parts;
  for (const Block& block : text.blocks)
    for (const Block& piece : FittingPieces(block, dialect, limit))
      if (parts.empty() || !Join(parts.back(), piece, dialect, limit))
        parts.push_back({dialect.write({&piece, 1}, 0), {{piece}}});
  return parts;
}

}  // namespace

std::string MessageText(const Message& message, Markup markup) {
  if (markup == Markup::kPlain) return base::ToPlainText(Named(message));
  auto parts = RichParts(message, markup, {});
  return parts.empty() ? std::string() : std::move(parts.front().text);
}

std::vector<std::string> MessageParts(const Message& message, Markup markup, TextLimit limit) {
  if (markup == Markup::kPlain) return SplitText(base::ToPlainText(Named(message)), limit);
  std::vector<std::string> texts;
  for (RichPart& part : RichParts(message, markup, limit)) texts.push_back(std::move(part.text));
  return texts;
}

std::vector<RichPart> RichParts(const Message& message, Markup markup, TextLimit limit) {
  return WriteParts(AllOf(Named(message)), DialectOf(markup), limit);
}

}  // namespace frontdesk::adapters::common
