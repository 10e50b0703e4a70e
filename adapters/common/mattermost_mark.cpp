// Mattermost's Markdown: CommonMark as kCommonMark writes it, as its two readers take it (marked in browsers,
// commonmark on phones). What a backslash does not stand before in both is told apart by an invisible character; so are
// emoji names, hashtags, names of channels and formulas, which have no escape.
#include <algorithm>
#include <cstddef>

#include "adapters/common/dialect.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::common {

namespace {

using base::Block;

constexpr std::string_view kNothing = "\u200B";
constexpr std::string_view kNoBreakSpace = "\u00A0", kEnSpace = "\u2002";
constexpr std::string_view kFullDollar = "\uFF04";
constexpr std::string_view kEscapable = "`*{}[]()#+-.!_>|~";

bool IsWord(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool IsLetter(char c) { return IsWord(c) && c != '_' && !(c >= '0' && c <= '9'); }

class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}

  std::string Translate() {
    while (at_ < text_.size()) Step();
    return std::move(out_);
  }

 private:
  char At(std::size_t at) const { return at < text_.size() ? text_[at] : '\n'; }

  void Step() {
    const char c = text_[at_];
    if (c == '\\' && at_ + 1 < text_.size()) {
      WriteEscaped(text_[at_ + 1]);
      at_ += 2;
    } else if (c == '`') {
      CopyCode();
    } else if (c == '<') {
      CopyTo('>');
    } else if (text_.compare(at_, 2, "](") == 0) {
      CopyTo(')');
    } else if (text_.compare(at_, kNoBreakSpace.size(), kNoBreakSpace) == 0) {
      out_ += kEnSpace;  // browsers' reader makes a space of it, and four of them code
      at_ += kNoBreakSpace.size();
    } else {
      WritePlain(c);
      ++at_;
    }
  }

  // `next` is what stood behind a backslash.
  void WriteEscaped(char next) {
    const char behind = At(at_ + 2);
    if (next == '\\') {
      out_ += IsWord(behind) ? "\\" : "\\\\";
    } else if (next == '<' || next == '&' || next == ':') {
      out_ += next;
      if (IsWord(behind) || std::string_view("/!?#").find(behind) != std::string_view::npos) out_ += kNothing;
    } else if (next == '=') {
      out_.append(kNothing) += next;
    } else if (kEscapable.find(next) != std::string_view::npos) {
      (out_ += '\\') += next;
      // "#1001" is no hashtag.
      if ((next == '#' && IsLetter(behind)) || (next == '~' && IsWord(behind))) out_ += kNothing;
    } else {
      (out_ += '\\') += next;
    }
  }

  void WritePlain(char c) {
    if (c == '\n') dollar_ = false;
    if (c == '$') {
      // A formula ends in one that no word follows.
      const bool ends = dollar_ && !IsWord(At(at_ + 1));
      dollar_ = true;
      if (ends) {
        out_ += kFullDollar;
        return;
      }
    }
    out_ += c;
    if (c == ':' && IsEmojiName()) out_ += kNothing;
  }

  // ":tada:"; '_' and '+' in it are escaped.
  bool IsEmojiName() const {
    std::size_t end = at_ + 1;
    while (end < text_.size() &&
           (IsWord(text_[end]) || std::string_view("+-\\").find(text_[end]) != std::string_view::npos))
      ++end;
    return end > at_ + 1 && end < text_.size() && text_[end] == ':';
  }

  void CopyCode() {
    const std::size_t run = std::min(text_.find_first_not_of('`', at_), text_.size()) - at_;
    const std::string fence(run, '`');
    std::size_t end = text_.find(fence, at_ + run);
    end = end == std::string_view::npos ? text_.size() : std::min(text_.find_first_not_of('`', end), text_.size());
    out_.append(text_.substr(at_, end - at_));
    at_ = end;
  }

  // An address, in which nothing is a mark; but the server would hear who is called in the words of one.
  void CopyTo(char last) {
    const std::size_t end = std::min(text_.find(last, at_), text_.size() - 1);
    for (; at_ <= end; ++at_) {
      const bool calls = text_[at_] == '@' && !IsWord(text_[at_ - 1]);
      out_ += calls ? std::string("%40") : std::string(1, text_[at_]);
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  bool dollar_ = false;  // one stands in this line already
};

std::string WriteBlock(std::span<const Block> blocks, std::size_t at) {
  const std::string text = kCommonMark.write(blocks, at);
  return blocks[at].kind == Block::Kind::kCode ? text : Translator(text).Translate();
}

}  // namespace

const Dialect kMattermost = {WriteBlock, kCommonMark.between};

}  // namespace frontdesk::adapters::common
