// Markdown of cards: CommonMark as kCommonMark writes it, its escapes as numeric entities, because that is the only
// escape that the platform documents; lines end with the line; addresses are links with a label. In code nothing is
// decoded, so that a mention's tag is broken there by an invisible character.
#include <algorithm>

#include "adapters/common/dialect.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::common {

namespace {

using base::Block;

constexpr std::string_view kNothing = "\u200B";

bool IsPunctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string Entity(char c) { return "&#" + std::to_string(static_cast<int>(c)) + ";"; }

// "<at ...>" and "</at>" would ring somebody's bell.
std::string WithoutMentions(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    out += code[i];
    if (code[i] != '<') continue;
    const std::string next = base::AsciiLower(code.substr(i + 1, 3));
    if (next.starts_with("at") || next.starts_with("/at")) out += kNothing;
  }
  return out;
}

class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}

  std::string Translate() {
    while (at_ < text_.size()) Step();
    return std::move(out_);
  }

 private:
  void Step() {
    const char c = text_[at_];
    if (c == '\\' && at_ + 1 < text_.size() && IsPunctuation(text_[at_ + 1])) {
      out_ += Entity(text_[at_ + 1]);
      at_ += 2;
    } else if (c == '`') {
      CopyCode();
    } else if (c == '<') {
      WriteAddress();
    } else if (text_.compare(at_, 2, "](") == 0) {
      CopyDestination();
    } else if (text_.compare(at_, 3, "  \n") == 0) {
      out_ += '\n';
      at_ += 3;
    } else {
      WritePlain(c);
      ++at_;
    }
  }

  // ":OK:" is an emoji, "$" begins a variable.
  void WritePlain(char c) {
    const bool emoji = c == ':' && at_ + 1 < text_.size() && IsLetter(text_[at_ + 1]);
    if (c == '\\' || c == '$' || emoji) {
      out_ += Entity(c);
    } else {
      out_ += c;
    }
  }

  void CopyCode() {
    const std::size_t run = text_.find_first_not_of('`', at_) - at_;
    const std::string fence(std::min(run, text_.size() - at_), '`');
    std::size_t end = text_.find(fence, at_ + fence.size());
    end = end == std::string_view::npos ? text_.size() : text_.find_first_not_of('`', end);
    end = std::min(end, text_.size());
    out_ += WithoutMentions(text_.substr(at_, end - at_));
    at_ = end;
  }

  // "<https://example.com>"
  void WriteAddress() {
    const std::size_t end = std::min(text_.find('>', at_), text_.size());
    const std::string_view url = text_.substr(at_ + 1, end - at_ - 1);
    out_ += '[';
    for (const char c : url)
      out_ += IsPunctuation(c) && c != '.' && c != '/' && c != '-' ? Entity(c) : std::string(1, c);
    out_ += "](";
    for (const char c : url) out_ += c == '(' ? "%28" : c == ')' ? "%29" : std::string(1, c);
    out_ += ')';
    at_ = std::min(end + 1, text_.size());
  }

  void CopyDestination() {
    const std::size_t end = std::min(text_.find(')', at_), text_.size() - 1);
    out_.append(text_.substr(at_, end + 1 - at_));
    at_ = end + 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

std::string WriteBlock(std::span<const Block> blocks, std::size_t at) {
  const std::string text = kCommonMark.write(blocks, at);
  if (blocks[at].kind == Block::Kind::kCode) return WithoutMentions(text);
  return Translator(text).Translate();
}

}  // namespace

const Dialect kLark = {WriteBlock, kCommonMark.between};

}  // namespace frontdesk::adapters::common
