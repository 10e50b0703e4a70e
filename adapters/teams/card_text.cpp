#include "adapters/teams/card_text.h"

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/common/inert.h"

namespace frontdesk::adapters::teams {

namespace {

using base::Block;
using base::Span;
using nlohmann::json;

json Run(std::string_view text) { return {{"type", "TextRun"}, {"text", text}}; }

json LinkRun(std::string_view text, std::string_view href) {
  json run = Run(text);
  run["underline"] = true;
  run["selectAction"] = {{"type", "Action.OpenUrl"}, {"url", href}};
  return run;
}

// Writes the spans of one block as lines.
class Lines {
 public:
  Lines(const Block& block, json& body) : block_(block), body_(body) {
    if (block.kind == Block::Kind::kBullet) inlines_.push_back(Run("• "));
    if (block.kind == Block::Kind::kNumbered) inlines_.push_back(Run(std::to_string(block.number) + ". "));
    if (block.kind == Block::Kind::kQuote) inlines_.push_back(Run("│ "));
  }

  void Add(const Span& span) {
    if (span.kind == Span::Kind::kLink && span.text.find('\n') == std::string::npos) {
      inlines_.push_back(LinkRun(span.text, span.href));
      if (const std::string host = common::HostToShow(span.text, span.href); !host.empty())
        inlines_.push_back(Run(" (" + host + ")"));
      return;
    }
    std::string_view rest = span.text;
    for (std::size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
      AddPiece(rest.substr(0, end), span);
      EndLine();
    }
    AddPiece(rest, span);
  }

  void EndLine() {
    const bool empty = inlines_.empty();
    if (empty && block_.kind != Block::Kind::kCode) {
      gap_ = true;  // an empty line between two
      return;
    }
    if (empty) inlines_.push_back(Run("\u00A0"));
    json line = {{"type", "RichTextBlock"}, {"inlines", std::move(inlines_)}};
    if (!first_ && !gap_) line["spacing"] = "None";
    body_.push_back(std::move(line));
    inlines_ = json::array();
    first_ = gap_ = false;
    if (block_.kind == Block::Kind::kQuote) inlines_.push_back(Run("│ "));
  }

  void Finish() {
    const bool only_bar = block_.kind == Block::Kind::kQuote && inlines_.size() == 1 && !first_;
    if (!inlines_.empty() && !only_bar) EndLine();
  }

 private:
  void AddPiece(std::string_view text, const Span& span) {
    if (block_.kind == Block::Kind::kCode || span.kind == Span::Kind::kCode) return AddRun(text, span);
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size();) {
      const std::string_view url = common::LeadingUrl(text.substr(at));
      if (url.empty()) {
        ++at;
        continue;
      }
      AddRun(text.substr(plain, at - plain), span);
      inlines_.push_back(LinkRun(url, url));
      plain = at += url.size();
    }
    AddRun(text.substr(plain), span);
  }

  void AddRun(std::string_view text, const Span& span) {
    if (text.empty()) return;
    json run = Run(text);
    if (span.kind == Span::Kind::kStrong || block_.kind == Block::Kind::kHeading) run["weight"] = "Bolder";
    if (block_.kind == Block::Kind::kHeading) run["size"] = "Medium";
    if (span.kind == Span::Kind::kEmphasis) run["italic"] = true;
    if (span.kind == Span::Kind::kCode || block_.kind == Block::Kind::kCode) run["fontType"] = "Monospace";
    inlines_.push_back(std::move(run));
  }

  const Block& block_;
  json& body_;
  json inlines_ = json::array();
  bool first_ = true, gap_ = false;
};

void AddBlock(const Block& block, bool follows_item, json& body) {
  const std::size_t before = body.size();
  Lines lines(block, body);
  for (const Span& span : block.spans) lines.Add(span);
  lines.Finish();
  if (follows_item && body.size() > before) body[before]["spacing"] = "None";
}

bool IsItem(const Block& block) { return block.kind == Block::Kind::kBullet || block.kind == Block::Kind::kNumbered; }

}  // namespace

void AddWords(const base::RichText& text, json& body) {
  for (std::size_t i = 0; i < text.blocks.size(); ++i) {
    const Block& block = text.blocks[i];
    AddBlock(block, i > 0 && IsItem(block) && text.blocks[i - 1].kind == block.kind, body);
  }
}

void AddFacts(const std::vector<base::Fact>& facts, json& body) {
  for (std::size_t i = 0; i < facts.size(); ++i) {
    Block block;
    block.spans = {{Span::Kind::kStrong, facts[i].label + ": ", {}}, {Span::Kind::kText, facts[i].value, {}}};
    AddBlock(block, i > 0, body);
  }
}

json Line(std::string_view text, std::string_view color) {
  json run = Run(text);
  if (!color.empty()) run["color"] = color;
  return {{"type", "RichTextBlock"}, {"inlines", json::array({std::move(run)})}};
}

}  // namespace frontdesk::adapters::teams
