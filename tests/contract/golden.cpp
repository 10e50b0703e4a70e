#include "tests/contract/golden.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "bot/base/text.h"

namespace frontdesk::contract {

namespace {

struct Volatile {
  const char* kind;
  bool numbered;        // equal values keep being seen as equal
  const char* pattern;  // the first group is the value
};

// In this order.
constexpr Volatile kVolatile[] = {
    {"signature", false, R"(webhook-signature: (\S+))"},
    {"seconds", false, R"(webhook-timestamp: (\d+))"},
    {"token", false, R"(authorization: Bearer (\S+))"},
    {"token", false, R"(authorization: QQBot (\S+))"},
    {"token", false, R"(x-acs-dingtalk-access-token: (\S+))"},
    {"signature", false, R"x("fd":"([\w.-]+)")x"},
    {"time", false, R"((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z))"},
    {"due", false, R"((\d{4}-\d\d-\d\d \d\d:\d\d))"},
    {"due", false, R"((?:by|在) (\d\d:\d\d))"},
    {"id", true, R"((msg_[0-9a-f]{32}))"},
    {"id", true, R"((fd-[0-9a-f]{32}))"},
    {"row", true, R"("mid":"(\d+)\.)"},
    {"row", true, R"(fd-(\d+)\b)"},
    {"message", true, R"x(ts":"(\d+\.\d+)")x"},
    {"message", true, R"x("event_id":"(\$\d+)")x"},
    {"message", true, R"x("root_id":"(\d+)")x"},
    {"message", true, R"(/posts/(\d+)/patch)"},
    {"message", true, R"((om_\d{18,}))"},
    {"seconds", false, R"(fd-<row-\d+>-(\d+))"},
    {"hash", false, R"(fd-<row-\d+>-<seconds>\.e([0-9a-f]{12}))"},
    {"row", true, R"(row\\?":\\?"(\d+)\\?")"},
    {"row", true, R"("msg_seq":(\d+))"},
    {"row", true, R"("form_(\d+)\\?")"},
    {"message", true, R"x((?:\b|%3D)(17672256\d{5})\b)x"},
    {"proof", false, R"x("proof":"([\w-]{22})")x"},
    {"proof", false, R"x("value":"([\w-]{22})\.)x"},
};

// What the HTTP client sets by itself for any call.
bool IsOfTheConnection(const std::string& name) {
  return name == "host" || name == "content-length" || name == "connection" || name == "accept-encoding" ||
         name == "user-agent";
}

std::string Rendered(const fakes::LoggedRequest& request) {
  std::string text = request.method + " " + request.target + "\n";
  std::multimap<std::string, std::string> headers;
  for (const auto& [name, value] : request.headers) headers.emplace(base::AsciiLower(name), value);
  for (const auto& [name, value] : headers)
    if (!IsOfTheConnection(name)) text += name + ": " + value + "\n";
  return text + "\n" + request.body + "\n\n";
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string FirstDifference(const std::string& want, const std::string& got) {
  std::istringstream wanted(want), gotten(got);
  std::string a, b;
  for (int number = 1;; ++number) {
    const bool has_a = static_cast<bool>(std::getline(wanted, a)), has_b = static_cast<bool>(std::getline(gotten, b));
    if (!has_a && !has_b) return "the ends of lines differ";
    if (has_a && has_b && a == b) continue;
    return "line " + std::to_string(number) + "\n  is now:    " + (has_b ? b : "(the end)") +
           "\n  should be: " + (has_a ? a : "(the end)");
  }
}

}  // namespace

std::string Placeholders::NameOf(const std::string& kind, const std::string& value) {
  auto& names = names_[kind];
  return names.try_emplace(value, "<" + kind + "-" + std::to_string(names.size() + 1) + ">").first->second;
}

std::string Placeholders::Replace(std::string_view text) {
  std::string done(text);
  for (const Volatile& rule : kVolatile) {
    const re2::RE2 pattern(rule.pattern);
    std::string out;
    re2::StringPiece rest(done), value;
    const char* begin = done.c_str();
    while (re2::RE2::FindAndConsume(&rest, pattern, &value)) {
      out.append(begin, value.data());
      out += rule.numbered ? NameOf(rule.kind, std::string(value)) : "<" + std::string(rule.kind) + ">";
      begin = value.data() + value.size();
    }
    out.append(begin, done.c_str() + done.size());
    done = std::move(out);
  }
  return done;
}

void GoldenText::Add(const Line& line) {
  text_ += "# " + ToString(line);
  for (std::size_t at = text_.rfind("# "); (at = text_.find('\n', at)) != std::string::npos; at += 4)
    text_.insert(at + 1, "#   ");
  text_ += "\n\n";
}

void GoldenText::Add(const fakes::LoggedRequest& request) { text_ += placeholders_.Replace(Rendered(request)); }

void GoldenText::Add(std::vector<fakes::LoggedRequest> requests) {
  const auto bare = [](const fakes::LoggedRequest& request) {
    std::string text = Placeholders().Replace(Rendered(request));
    RE2::GlobalReplace(&text, R"([0-9]+)", "");
    return text;
  };
  std::stable_sort(requests.begin(), requests.end(),
                   [&](const auto& one, const auto& other) { return bare(one) < bare(other); });
  for (const fakes::LoggedRequest& request : requests) Add(request);
}

void GoldenText::AddFrame(const std::string& bytes) { text_ += placeholders_.Replace(bytes + "\n\n"); }

std::string CompareGolden(const std::filesystem::path& path, const std::string& text) {
  const char* write = std::getenv(kWriteGolden);
  if (write != nullptr && std::string_view(write) == "1") {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    return file ? "" : "cannot write " + path.string();
  }
  const std::string want = ReadFile(path);
  return want == text ? "" : path.filename().string() + ": " + FirstDifference(want, text);
}

}  // namespace frontdesk::contract
