#include "bot/base/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <set>
#include <sstream>
#include <stdexcept>

#include "bot/base/text.h"

namespace frontdesk::base {

namespace {

constexpr std::size_t kMaxYamlBytes = 1 << 20;
constexpr std::size_t kMaxYamlDepth = 32;
constexpr std::size_t kMaxYamlNodes = 100'000;

// yaml-cpp 0.7 takes any question mark inside a one-line mapping or list for the sign of a complex key and refuses the
// file; YAML itself allows it in plain text. While it reads, this byte stands for those within text: one byte, so that
// columns stay, and one that no YAML text has.
constexpr char kQuestionMark = '\x1F';

constexpr char kQuoteBraces[] = "put a text that begins with '{' or '[' in quotes";

// "? key" at the start of a line or of an entry.
bool IsKeySign(std::string_view text, std::size_t at) {
  if (at + 1 < text.size() && text[at + 1] != ' ' && text[at + 1] != '\n') return false;
  const std::size_t before = at == 0 ? std::string_view::npos : text.find_last_not_of(' ', at - 1);
  return before == std::string_view::npos || std::string_view("\n{[,-").find(text[before]) != std::string_view::npos;
}

std::string HideQuestionMarks(std::string_view text) {
  std::string hidden(text);
  for (std::size_t at = hidden.find('?'); at != std::string::npos; at = hidden.find('?', at + 1))
    if (!IsKeySign(text, at)) hidden[at] = kQuestionMark;
  return hidden;
}

std::string_view LineAt(std::string_view text, int number) {
  for (; number > 0 && !text.empty(); --number) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  return text.substr(0, text.find('\n'));
}

// What people most often did where the parser gave up.
std::string AdviceFor(std::string_view text, const YAML::Exception& error) {
  const std::string_view line = LineAt(text, error.mark.line);
  if (line.substr(0, line.find_first_not_of(" \t")).find('\t') != std::string_view::npos)
    return "indent with spaces, never with tabs";
  if (line.find(": {{") != std::string_view::npos) return kQuoteBraces;
  for (const std::string_view near : {line, LineAt(text, std::max(0, error.mark.line - 1))})
    if (near.find("：") != std::string_view::npos && near.find(": ") == std::string_view::npos)
      return "write ': ' behind a key, not the Chinese colon '：'";
  if (error.msg == YAML::ErrorMsg::MAP_VALUE)
    return "put a text that holds ': ' in quotes; or the line above lacks its colon";
  if (error.msg == YAML::ErrorMsg::END_OF_MAP || error.msg == YAML::ErrorMsg::END_OF_SEQ)
    return "let all lines of one list, or of one step, begin in the same column";
  return "look at the indentation, quotes and colons near here";
}

// Stops yaml-cpp's parser from inside a callback; caught in ParseYaml.
struct Refused : std::runtime_error {
  Refused(YAML::Mark where, const std::string& what, std::string how)
      : std::runtime_error(what), mark(where), fix(std::move(how)) {}
  YAML::Mark mark;
  std::string fix;
};

// Builds YamlNodes out of the parser's events. Open containers are held by value on a stack.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& path, Findings& findings, int first_line)
      : path_(path), findings_(findings), line_shift_(first_line - 1) {
    // Of a file that holds nothing the parser tells nothing.
    root.place = {path_, first_line, 1};
  }

  YamlNode root;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused(mark, "aliases (*name) are not allowed", "write the value out");
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Refuse(mark, "", anchor);
    Add(Make(YamlNode::Kind::kNull, mark));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Refuse(mark, tag, anchor);
    const bool quoted = tag == "!";
    const bool null = !quoted && (value.empty() || value == "~" || value == "null");
    YamlNode node = Make(null ? YamlNode::Kind::kNull : YamlNode::Kind::kScalar, mark);
    node.scalar = null ? std::string() : value;
    std::replace(node.scalar.begin(), node.scalar.end(), kQuestionMark, '?');
    node.quoted = quoted;
    Add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(); }

  Place PlaceAt(const YAML::Mark& mark) const { return {path_, mark.line + 1 + line_shift_, mark.column + 1}; }

 private:
  struct OpenNode {
    YamlNode node;
    std::optional<YamlNode> key;
    std::set<std::string> keys;  // of the entries so far
  };

  static void Refuse(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) throw Refused(mark, "anchors (&name) are not allowed", "write the value out");
    if (tag.size() > 1 && tag != "?") throw Refused(mark, "tags (" + tag + ") are not allowed", "remove the tag");
  }

  YamlNode Make(YamlNode::Kind kind, const YAML::Mark& mark) {
    if (++nodes_ > kMaxYamlNodes) throw Refused(mark, "more than 100,000 values in one file", "split the file");
    YamlNode node;
    node.kind = kind;
    node.place = PlaceAt(mark);
    return node;
  }

  void Open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    Refuse(mark, tag, anchor);
    if (stack_.size() >= kMaxYamlDepth) throw Refused(mark, "nested deeper than 32 levels", "flatten the file");
    stack_.push_back({Make(kind, mark), std::nullopt, {}});
  }

  void Close() {
    YamlNode done = std::move(stack_.back().node);
    stack_.pop_back();
    Add(std::move(done));
  }

  void Add(YamlNode node) {
    if (stack_.empty()) {
      root = std::move(node);
      return;
    }
    OpenNode& open = stack_.back();
    if (open.node.kind == YamlNode::Kind::kList) {
      open.node.items.push_back(std::move(node));
    } else if (!open.key) {
      open.key = std::move(node);
    } else {
      AddEntry(open, std::move(node));
    }
  }

  void AddEntry(OpenNode& open, YamlNode value) {
    const YamlNode key = std::move(*open.key);
    open.key.reset();
    // Of nothing the parser says where it ended, which is often the next line.
    if (value.IsNull() && value.place.line > key.place.line) value.place = key.place;
    if (key.IsList() || key.IsMap()) {
      findings_.Error(key.place, "a key must be text", kQuoteBraces);
    } else if (!open.keys.insert(key.scalar).second) {
      const int first = open.node.Find(key.scalar)->place.line;
      findings_.Error(key.place,
                      "the key '" + key.scalar + "' stands twice (first in line " + std::to_string(first) + ")",
                      "remove one");
    } else {
      open.node.entries.push_back({key.scalar, key.place, std::move(value)});
    }
  }

  const std::string& path_;
  Findings& findings_;
  int line_shift_;
  std::vector<OpenNode> stack_;
  std::size_t nodes_ = 0;
};

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

std::optional<YamlNode> ParseYaml(const std::string& path, std::string_view text, Findings& findings, int first_line) {
  if (text.size() > kMaxYamlBytes) {
    findings.Error({path, 0, 0}, "larger than 1 MB", "split the file");
    return std::nullopt;
  }
  if (!IsUtf8(text) || text.find('\0') != std::string_view::npos ||
      text.find(kQuestionMark) != std::string_view::npos) {
    findings.Error({path, 0, 0}, "not UTF-8 text", "save the file as UTF-8");
    return std::nullopt;
  }
  TreeBuilder builder(path, findings, first_line);
  try {
    // yaml-cpp 0.7 takes the end of the file for a closing quote unless the last line has something in it.
    std::istringstream in{HideQuestionMarks(text) + (text.ends_with('\n') ? "#" : "\n#")};
    YAML::Parser parser(in);
    parser.HandleNextDocument(builder);
    TreeBuilder second(path, findings, first_line);
    if (parser.HandleNextDocument(second) && !second.root.IsNull()) {
      findings.Error(second.root.place, "a second document", "keep one document in a file");
      return std::nullopt;
    }
  } catch (const Refused& refused) {
    findings.Error(builder.PlaceAt(refused.mark), refused.what(), refused.fix);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    findings.Error(builder.PlaceAt(error.mark), "not valid YAML: " + error.msg, AdviceFor(text, error));
    return std::nullopt;
  }
  return std::move(builder.root);
}

std::optional<bool> AsBool(const YamlNode& node) {
  if (!node.IsScalar() || node.quoted) return std::nullopt;
  const std::string text = AsciiLower(node.scalar);
  if (text == "true" || text == "yes" || text == "on") return true;
  if (text == "false" || text == "no" || text == "off") return false;
  return std::nullopt;
}

std::optional<std::int64_t> AsInt(const YamlNode& node) {
  if (!node.IsScalar() || node.quoted) return std::nullopt;
  std::int64_t value = 0;
  const char* end = node.scalar.data() + node.scalar.size();
  const auto [stop, error] = std::from_chars(node.scalar.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<double> AsNumber(const YamlNode& node) {
  if (!node.IsScalar() || node.quoted) return std::nullopt;
  double value = 0;
  const char* end = node.scalar.data() + node.scalar.size();
  const auto [stop, error] = std::from_chars(node.scalar.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<std::int64_t> AsBytes(const YamlNode& node) {
  if (!node.IsScalar()) return std::nullopt;
  std::int64_t value = 0;
  const char* begin = node.scalar.data();
  const char* end = begin + node.scalar.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error != std::errc{} || value < 0 || value > 1'000'000'000) return std::nullopt;
  const std::string unit = AsciiLower(Trim(std::string_view(stop, static_cast<std::size_t>(end - stop))));
  if (unit.empty() || unit == "b") return value;
  if (unit == "kb") return value << 10;
  if (unit == "mb") return value << 20;
  if (unit == "gb") return value << 30;
  return std::nullopt;
}

std::string_view KindName(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull: return "nothing";
    case YamlNode::Kind::kScalar: return "text";
    case YamlNode::Kind::kList: return "a list";
    case YamlNode::Kind::kMap: return "a mapping";
  }
  return "nothing";
}

}  // namespace frontdesk::base
