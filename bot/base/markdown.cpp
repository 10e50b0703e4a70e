#include <md4c.h>

#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

#include "bot/base/rich_text.h"
#include "bot/base/text.h"

namespace frontdesk::base {

namespace {

constexpr std::size_t kMaxSpans = 10'000;

bool IsSafeHref(std::string_view href) {
  const std::string lower = AsciiLower(href);
  const auto colon = lower.find(':');
  if (colon == std::string::npos || lower.find('/') < colon) return true;  // relative
  return lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("mailto:");
}

constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
    {"&amp;", "&"},   {"&lt;", "<"},        {"&gt;", ">"},          {"&quot;", "\""},      {"&apos;", "'"},
    {"&colon;", ":"}, {"&nbsp;", "\u00A0"}, {"&hellip;", "\u2026"}, {"&ndash;", "\u2013"}, {"&mdash;", "\u2014"}};

// The character of "&amp;", "&#58;" or "&#x3a;"; an entity that is not known stays as it is written.
std::string EntityText(std::string_view entity) {
  for (const auto& [name, text] : kEntities)
    if (name == entity) return std::string(text);
  if (!entity.starts_with("&#")) return std::string(entity);
  const bool hex = entity[2] == 'x' || entity[2] == 'X';
  const std::string_view digits = entity.substr(hex ? 3 : 2);
  std::uint32_t point = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
  const bool character = error == std::errc{} && point != 0 && point < 0x110000 && (point < 0xD800 || point > 0xDFFF);
  std::string text;
  AppendUtf8(character ? point : 0xFFFD, text);
  return text;
}

std::string Text(const MD_ATTRIBUTE& attribute) {
  std::string text;
  if (!attribute.text) return text;
  for (std::size_t i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
    const MD_OFFSET begin = attribute.substr_offsets[i];
    const std::string_view part(attribute.text + begin, attribute.substr_offsets[i + 1] - begin);
    text += attribute.substr_types[i] == MD_TEXT_ENTITY ? EntityText(part) : std::string(part);
  }
  return text;
}

// Turns md4c's events into blocks.
class BlockBuilder {
 public:
  RichText result;

  void EnterBlock(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_UL: lists_.push_back(-1); break;
      case MD_BLOCK_OL: lists_.push_back(static_cast<int>(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start)); break;
      case MD_BLOCK_LI: OpenItem(); break;
      case MD_BLOCK_H:
        Open(Block::Kind::kHeading, static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level));
        break;
      case MD_BLOCK_CODE: Open(Block::Kind::kCode, 0); break;
      case MD_BLOCK_P: OpenParagraph(); break;
      case MD_BLOCK_QUOTE: ++quotes_; break;
      case MD_BLOCK_TR: Open(Block::Kind::kParagraph, 0); break;
      case MD_BLOCK_TD:
      case MD_BLOCK_TH:
        if (!result.blocks.back().spans.empty()) AddText(" | ");
        break;
      default: break;
    }
  }

  void LeaveBlock(MD_BLOCKTYPE type) {
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) lists_.pop_back();
    if (type == MD_BLOCK_QUOTE) --quotes_;
    if (type == MD_BLOCK_LI) item_open_ = false;
    if (type == MD_BLOCK_CODE) TrimCode();
  }

  void EnterSpan(MD_SPANTYPE type, void* detail) {
    if (type == MD_SPAN_A) href_ = Text(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
    if (type == MD_SPAN_IMG) href_ = Text(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
    if (type == MD_SPAN_STRONG) ++strong_;
    if (type == MD_SPAN_EM) ++emphasis_;
    if (type == MD_SPAN_CODE) ++code_;
  }

  void LeaveSpan(MD_SPANTYPE type) {
    if (type == MD_SPAN_A || type == MD_SPAN_IMG) href_.clear();
    if (type == MD_SPAN_STRONG) --strong_;
    if (type == MD_SPAN_EM) --emphasis_;
    if (type == MD_SPAN_CODE) --code_;
  }

  void AddText(MD_TEXTTYPE type, std::string_view text) {
    if (type == MD_TEXT_ENTITY) return AddText(EntityText(text));
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) text = type == MD_TEXT_BR ? "\n" : " ";
    if (type == MD_TEXT_NULLCHAR) text = "\xEF\xBF\xBD";
    AddText(text);
  }

 private:
  void Open(Block::Kind kind, int number) { result.blocks.push_back({kind, number, {}}); }

  void OpenItem() {
    if (lists_.empty()) return;
    int& next = lists_.back();
    if (next < 0)
      Open(Block::Kind::kBullet, 0);
    else
      Open(Block::Kind::kNumbered, next++);
    item_open_ = true;
  }

  void OpenParagraph() {
    // The first paragraph of an item is the item itself.
    if (item_open_ && result.blocks.back().spans.empty()) return;
    Open(quotes_ > 0 ? Block::Kind::kQuote : Block::Kind::kParagraph, 0);
  }

  Span::Kind CurrentKind() const {
    if (!href_.empty() && IsSafeHref(href_)) return Span::Kind::kLink;
    if (code_ > 0) return Span::Kind::kCode;
    if (strong_ > 0) return Span::Kind::kStrong;
    return emphasis_ > 0 ? Span::Kind::kEmphasis : Span::Kind::kText;
  }

  void AddText(std::string_view text) {
    if (result.blocks.empty()) Open(Block::Kind::kParagraph, 0);
    auto& spans = result.blocks.back().spans;
    const Span::Kind kind = CurrentKind();
    const std::string href = kind == Span::Kind::kLink ? href_ : std::string();
    if (!spans.empty() && spans.back().kind == kind && spans.back().href == href) {
      spans.back().text += text;
    } else if (count_ < kMaxSpans) {
      ++count_;
      spans.push_back({kind, std::string(text), href});
    }
  }

  void TrimCode() {
    auto& spans = result.blocks.back().spans;
    if (!spans.empty() && !spans.back().text.empty() && spans.back().text.back() == '\n') spans.back().text.pop_back();
  }

  std::vector<int> lists_;  // next number of each open list, -1 for bullets
  int quotes_ = 0, strong_ = 0, emphasis_ = 0, code_ = 0;
  bool item_open_ = false;
  std::string href_;
  std::size_t count_ = 0;
};

BlockBuilder& Builder(void* userdata) { return *static_cast<BlockBuilder*>(userdata); }

}  // namespace

RichText Markdown(std::string_view markdown) {
  MD_PARSER parser{};
  parser.flags = MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_TABLES;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    Builder(self).EnterBlock(type, detail);
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
    Builder(self).LeaveBlock(type);
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    Builder(self).EnterSpan(type, detail);
    return 0;
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
    Builder(self).LeaveSpan(type);
    return 0;
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
    Builder(self).AddText(type, {text, size});
    return 0;
  };
  BlockBuilder builder;
  md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &builder);
  std::erase_if(builder.result.blocks, [](const Block& block) { return block.spans.empty(); });
  return std::move(builder.result);
}

}  // namespace frontdesk::base
