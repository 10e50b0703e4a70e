#include "flows/log_facts.h"

#include <re2/re2.h>

#include <vector>

#include "bot/base/text.h"

namespace frontdesk::flows {
namespace {

constexpr int kLeastLogLines = 3;
constexpr std::size_t kMaxTraceLine = 200;  // bytes
constexpr std::size_t kMaxLines = 5000;

// "    at com.example.Main.run(Main.java:12)", "  File "x.py", line 3", "#0 0x7f.. in main", "main.go:12 +0x1d"
bool IsFrame(std::string_view line) {
  static const RE2 kFrame(
      R"(\s*(?:at\s+[\w$.<>\[\]/:@ -]+\(.*\)|at\s+\S+:\d+(?::\d+)?|File ".*", line \d+.*|#\d+\s+(?:0x[0-9a-f]+|\S+).*|\S+\.\w{1,5}:\d+ \+0x[0-9a-f]+|\d+\s+\S+\s+0x[0-9a-f]{6,16}\s.*))");
  return RE2::FullMatch(re2::StringPiece(line.data(), line.size()), kFrame);
}

// "java.lang.NullPointerException: ...", "Traceback (most recent call last):", "panic: ...", "TypeError: ..."
bool IsThrow(std::string_view line) {
  static const RE2 kThrow(
      R"(\s*(?:Exception in thread .*|Caused by: .*|Traceback \(most recent call last\):|panic: .*|Fatal signal .*|(?:[\w$.]*\.)?[A-Z]\w*(?:Error|Exception)(?::.*)?))");
  return RE2::FullMatch(re2::StringPiece(line.data(), line.size()), kThrow);
}

bool IsLogLine(std::string_view line) {
  static const RE2 kStamped(
      R"(\s*\[?(?:\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}|\d{2}-\d{2} \d{2}:\d{2}:\d{2}|\d{2}:\d{2}:\d{2}[.,]\d{3}|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|[VDIWEF]/\S+)\b[\]:\s]).*)");
  return RE2::FullMatch(re2::StringPiece(line.data(), line.size()), kStamped);
}

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines = base::SplitLines(text.substr(0, kMaxLogRead));
  if (lines.size() > kMaxLines) lines.resize(kMaxLines);
  return lines;
}

// The first line that throws with the frames below it, or the first run of frames.
std::string TraceIn(const std::vector<std::string>& lines) {
  std::string trace;
  std::size_t count = 0;
  bool framed = false;
  for (const std::string& line : lines) {
    const bool frame = IsFrame(line);
    if (!frame && !IsThrow(line)) {
      // A Python frame has its line of source below it.
      if (framed && line.starts_with("    ")) continue;
      if (framed) break;
      trace.clear();
      count = 0;
      continue;
    }
    framed = framed || frame;
    if (count++ >= kMaxTraceLines) break;
    trace += (trace.empty() ? "" : "\n") + base::CleanUtf8(std::string_view(line).substr(0, kMaxTraceLine));
  }
  return framed ? trace : std::string();
}

std::string First(std::string_view text, const RE2& expression) {
  std::string hit;
  RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), expression, &hit);
  return hit;
}

std::string VersionIn(std::string_view text) {
  static const RE2 kVersion(
      R"((?i)(?:\b(?:app|build|client|sdk)?[ _-]?(?:version(?:name)?|ver)|版本号?)["']?\s*[:=：]?\s*["']?v?(\d{1,9}(?:\.\d{1,9}){1,4}))");
  return First(text, kVersion);
}

std::string SystemIn(std::string_view text) {
  static const RE2 kSystem(
      R"((Windows (?:NT |Server )?\d[\d.]*|macOS \d[\d.]*|Mac OS X \d[\d._]*|Android \d[\d.]*|iPhone OS \d[\d._]*|iOS \d[\d.]*|iPadOS \d[\d.]*|HarmonyOS \d[\d.]*|(?:Ubuntu|Debian|Fedora|CentOS) \d[\d.]*|Linux \d[\w.-]*))");
  std::string system = First(text, kSystem);
  for (char& c : system)
    if (c == '_') c = '.';
  return system;
}

std::string ErrorCodeIn(std::string_view text) {
  static const RE2 kNamed(
      R"((?i)(?:\berror[ _-]?(?:code|no)|\berrno|\bhresult|\bexit code|\bcode|错误码|错误代码)["']?\s*[:=：]?\s*["']?(0x[0-9a-f]{2,16}|-?\d{1,10}|[A-Z][A-Z0-9_]{2,40})\b)");
  static const RE2 kBare(
      R"(\b(0x8[0-9A-Fa-f]{7}|ERR_[A-Z0-9_]{2,40}|E(?:CONN|TIMED|HOST|NET|ACCES|PERM|PIPE|NOENT|ADDR)[A-Z]*)\b)");
  std::string code = First(text, kNamed);
  return code.empty() ? First(text, kBare) : code;
}

}  // namespace

bool IsLog(std::string_view text) {
  const std::vector<std::string> lines = LinesOf(text);
  if (lines.size() < 2) return false;
  int stamped = 0;
  for (const std::string& line : lines)
    if (IsLogLine(line) && ++stamped >= kLeastLogLines) return true;
  return !TraceIn(lines).empty();
}

std::map<std::string, std::string> ReadLog(std::string_view text) {
  const std::string_view read = text.substr(0, kMaxLogRead);
  std::map<std::string, std::string> facts = {{"version", VersionIn(read)},
                                              {"os", SystemIn(read)},
                                              {"error_code", ErrorCodeIn(read)},
                                              {"stack_trace", TraceIn(LinesOf(read))}};
  std::erase_if(facts, [](const auto& fact) { return fact.second.empty(); });
  return facts;
}

}  // namespace frontdesk::flows
