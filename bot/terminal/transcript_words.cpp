#include "bot/terminal/transcript_words.h"

#include "bot/base/text.h"
#include "bot/base/yaml.h"

namespace frontdesk::terminal {

namespace {

std::string OneSpace(std::string_view text) {
  std::string out;
  for (const char c : base::Trim(text)) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

// A value after '=', bare or in quotes; the rest begins behind it.
std::optional<std::string> TakeValue(std::string_view& rest) {
  std::string value;
  if (!rest.starts_with('"')) return std::string(TakeWord(rest));
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) {
      value += rest[++i];
    } else if (rest[i] == '"') {
      rest = base::Trim(rest.substr(i + 1));
      return value;
    } else {
      value += rest[i];
    }
  }
  return std::nullopt;
}

// Words in order; each Chinese character counts as one.
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  bool open = false;  // the last word may grow
  for (const char32_t point : base::ToCodePoints(OneSpace(text))) {
    const bool alone = base::IsCjk(point);
    if (point != ' ' && (alone || !open)) words.emplace_back();
    if (point != ' ') base::AppendUtf8(point, words.back());
    open = point != ' ' && !alone;
  }
  return words;
}

std::string Joined(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text += (i == from ? "" : " ") + words[i];
  return text;
}

std::optional<std::int64_t> ReadSize(std::string_view text) {
  base::YamlNode node;
  node.kind = base::YamlNode::Kind::kScalar;
  node.scalar = text;
  return base::AsBytes(node);
}

}  // namespace

std::string_view TakeWord(std::string_view& rest) {
  const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest = base::Trim(rest.substr(end));
  return word;
}

std::string_view WithoutComment(std::string_view line) {
  if (base::Trim(line).starts_with('#')) return {};
  return base::Trim(line.substr(0, line.find(" # ")));
}

std::string WithBreaks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "\\n") {
      out += '\n';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

TextMatch ReadMatch(std::string_view text) {
  text = base::Trim(text);
  if (!text.starts_with('~')) return {false, WithBreaks(text)};
  return {true, WithBreaks(base::Trim(text.substr(1)))};
}

std::optional<std::vector<std::string>> ReadLabels(std::string_view text) {
  std::vector<std::string> labels;
  for (text = base::Trim(text); !text.empty(); text = base::Trim(text)) {
    const std::size_t end = text.find(']');
    if (!text.starts_with('[') || end == std::string_view::npos) return std::nullopt;
    labels.emplace_back(base::Trim(text.substr(1, end - 1)));
    text.remove_prefix(end + 1);
  }
  return labels;
}

std::optional<Pairs> ReadPairs(std::string_view text) {
  Pairs pairs;
  for (text = base::Trim(text); !text.empty();) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    const std::string key(text.substr(0, equals));
    if (key.find_first_of(" \t\"") != std::string::npos) return std::nullopt;
    text.remove_prefix(equals + 1);
    auto value = TakeValue(text);
    if (!value) return std::nullopt;
    pairs.emplace_back(key, std::move(*value));
  }
  return pairs;
}

std::vector<std::string> ReadNames(std::string_view text) {
  std::vector<std::string> names;
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (const auto name = base::Trim(text.substr(0, comma)); !name.empty()) names.emplace_back(name);
    if (comma == text.size()) return names;
    text.remove_prefix(comma + 1);
  }
}

std::optional<std::vector<base::FileRef>> ReadFiles(std::string_view text) {
  std::vector<base::FileRef> files;
  for (const std::string& one : ReadNames(text)) {
    std::string_view rest = one;
    base::FileRef file;
    file.name = TakeWord(rest);
    file.type = TakeWord(rest);
    const auto size = ReadSize(rest);
    if (!size || file.type.find('/') == std::string::npos) return std::nullopt;
    file.size = *size;
    files.push_back(std::move(file));
  }
  return files.empty() ? std::nullopt : std::optional(std::move(files));
}

std::string WordDiff(std::string_view expected, std::string_view came) {
  const std::vector<std::string> a = WordsOf(expected), b = WordsOf(came);
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t head = 0, tail = 0;
  while (head < most && a[head] == b[head]) ++head;
  while (tail < most - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  if (head + tail == 0) return {};
  const std::string gone = Joined(a, head, a.size() - tail), added = Joined(b, head, b.size() - tail);
  std::string text = Joined(a, 0, head);
  if (head > 0) text += ' ';
  if (!gone.empty()) text += "[-" + gone + "-]";
  if (!added.empty()) text += "{+" + added + "+}";
  return text + (tail > 0 ? " " : "") + Joined(a, a.size() - tail, a.size());
}

bool Matches(const TextMatch& match, std::string_view text) {
  const std::string wanted = OneSpace(match.text);
  const std::string got = OneSpace(text);
  if (!match.part) return wanted == got;
  return base::AsciiLower(got).find(base::AsciiLower(wanted)) != std::string::npos;
}

}  // namespace frontdesk::terminal
