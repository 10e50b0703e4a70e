#include "adapters/slack/rich_blocks.h"

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/common/inert.h"

namespace frontdesk::adapters::slack {

namespace {

using base::Block;
using base::Span;
using nlohmann::json;

json TextElement(std::string_view text, const char* style) {
  json element = {{"type", "text"}, {"text", text}};
  if (style != nullptr) element["style"] = {{style, true}};
  return element;
}

const char* StyleOf(const Span& span, const Block& block) {
  if (block.kind == Block::Kind::kCode) return nullptr;
  if (span.kind == Span::Kind::kCode) return "code";
  if (span.kind == Span::Kind::kStrong || block.kind == Block::Kind::kHeading) return "bold";
  return span.kind == Span::Kind::kEmphasis ? "italic" : nullptr;
}

// Slack makes no links of addresses here by itself.
void AddText(std::string_view text, const char* style, json& elements) {
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view url = common::LeadingUrl(text.substr(at));
    if (url.empty()) {
      ++at;
      continue;
    }
    if (at > plain) elements.push_back(TextElement(text.substr(plain, at - plain), style));
    elements.push_back({{"type", "link"}, {"url", url}});
    plain = at += url.size();
  }
  if (plain < text.size()) elements.push_back(TextElement(text.substr(plain), style));
}

void AddSpan(const Span& span, const Block& block, json& elements) {
  const bool literal = span.kind == Span::Kind::kCode || block.kind == Block::Kind::kCode;
  if (literal && !span.text.empty()) return elements.push_back(TextElement(span.text, StyleOf(span, block)));
  if (span.kind != Span::Kind::kLink) return AddText(span.text, StyleOf(span, block), elements);
  json link = {{"type", "link"}, {"url", span.href}};
  if (!span.text.empty() && span.text != span.href) link["text"] = span.text;
  elements.push_back(std::move(link));
  if (const std::string host = common::HostToShow(span.text, span.href); !host.empty())
    elements.push_back(TextElement(" (" + host + ")", nullptr));
}

json ElementsOf(const Block& block) {
  json elements = json::array();
  for (const Span& span : block.spans) AddSpan(span, block, elements);
  return elements;
}

bool IsList(const Block& block) { return block.kind == Block::Kind::kBullet || block.kind == Block::Kind::kNumbered; }

const char* TypeOf(const Block& block) {
  switch (block.kind) {
    case Block::Kind::kCode: return "rich_text_preformatted";
    case Block::Kind::kQuote: return "rich_text_quote";
    case Block::Kind::kBullet:
    case Block::Kind::kNumbered: return "rich_text_list";
    case Block::Kind::kParagraph:
    case Block::Kind::kHeading: break;
  }
  return "rich_text_section";
}

json NewList(const Block& block) {
  json list = {{"type", "rich_text_list"}, {"elements", json::array()}};
  list["style"] = block.kind == Block::Kind::kBullet ? "bullet" : "ordered";
  if (block.kind == Block::Kind::kNumbered && block.number > 1) list["offset"] = block.number - 1;
  return list;
}

// Items and lines that belong together are one element; paragraphs are lines of one section, with a blank between.
class Writer {
 public:
  void Add(const Block& block) {
    json elements = ElementsOf(block);
    if (elements.empty()) return;
    const bool joins = before_ != nullptr && Joins(*before_, block);
    if (IsList(block)) {
      if (!joins) out_.push_back(NewList(block));
      out_.back()["elements"].push_back({{"type", "rich_text_section"}, {"elements", std::move(elements)}});
    } else if (joins) {
      json& all = out_.back()["elements"];
      all.push_back(TextElement(block.kind == Block::Kind::kQuote ? "\n" : "\n\n", nullptr));
      for (json& element : elements) all.push_back(std::move(element));
    } else {
      out_.push_back({{"type", TypeOf(block)}, {"elements", std::move(elements)}});
    }
    before_ = &block;
  }

  json Take() && { return std::move(out_); }

 private:
  static bool Joins(const Block& before, const Block& block) {
    if (block.kind == Block::Kind::kCode) return false;
    if (block.kind == Block::Kind::kNumbered) return before.kind == block.kind && block.number == before.number + 1;
    if (block.kind == Block::Kind::kBullet || block.kind == Block::Kind::kQuote) return before.kind == block.kind;
    return std::string_view(TypeOf(before)) == TypeOf(block);
  }

  json out_ = json::array();
  const Block* before_ = nullptr;
};

}  // namespace

json RichTextBlock(const base::RichText& text) {
  Writer writer;
  for (const Block& block : text.blocks) writer.Add(block);
  json elements = std::move(writer).Take();
  if (elements.empty()) return nullptr;
  return {{"type", "rich_text"}, {"elements", std::move(elements)}};
}

}  // namespace frontdesk::adapters::slack
