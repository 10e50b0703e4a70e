#include "tests/fakes/fake_platform_hook.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "bot/base/text.h"
#include "tests/fakes/visitor_socket.h"

namespace frontdesk::fakes {

namespace {

std::string BytesOf(const HookRequest& request) {
  std::string bytes = request.method + " " + request.target + " HTTP/1.1\r\n";
  if (request.Header("host").empty()) bytes += "Host: hooks.test\r\n";
  for (const auto& [name, value] : request.headers)
    if (base::AsciiLower(name) != "content-length") bytes += name + ": " + value + "\r\n";
  if (request.method != "GET") bytes += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return bytes + "\r\n" + request.body;
}

HookAnswer ReadAnswer(VisitorSocket& socket, std::chrono::milliseconds patience) {
  const auto first = socket.ReadLine(patience);
  if (!first || first->size() < 12) return {};
  HookAnswer answer;
  std::size_t length = 0;
  while (true) {
    const auto line = socket.ReadLine(patience);
    if (!line) return {};
    if (line->empty()) break;
    answer.head += *line + "\n";
    if (base::AsciiLower(*line).starts_with("content-length:")) length = std::stoul(line->substr(15));
  }
  const auto body = socket.ReadBytes(length, patience);
  if (!body) return {};
  answer.status = std::atoi(first->substr(9, 3).c_str());
  answer.body = *body;
  return answer;
}

HookAnswer SendPatiently(unsigned short port, const HookRequest& request, std::chrono::milliseconds patience) {
  VisitorSocket socket(port);
  if (!socket.connected() || !socket.Send(BytesOf(request))) return {};
  return ReadAnswer(socket, patience);
}

std::string_view TakeLine(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::string_view HookRequest::Header(std::string_view name) const {
  const std::string wanted = base::AsciiLower(name);
  for (const auto& [key, value] : headers)
    if (base::AsciiLower(key) == wanted) return value;
  return {};
}

void HookRequest::SetHeader(std::string_view name, std::string value) {
  const std::string wanted = base::AsciiLower(name);
  for (auto& [key, old] : headers) {
    if (base::AsciiLower(key) != wanted) continue;
    old = std::move(value);
    return;
  }
  headers.emplace_back(std::string(name), std::move(value));
}

base::Result<HookRequest> ReadHookRequest(std::string_view raw) {
  HookRequest request;
  const std::string_view first = TakeLine(raw);
  const std::size_t space = first.find(' ');
  const std::size_t end = first.rfind(" HTTP/1.");
  if (space == std::string_view::npos || end == std::string_view::npos || end <= space)
    return base::Fail(base::ErrorCode::kInvalid, "the first line must be METHOD TARGET HTTP/1.1");
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, end - space - 1);
  while (!raw.empty()) {
    const std::string_view line = TakeLine(raw);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
      return base::Fail(base::ErrorCode::kInvalid, "a header has no colon: " + std::string(line));
    request.headers.emplace_back(std::string(line.substr(0, colon)), std::string(base::Trim(line.substr(colon + 1))));
  }
  if (raw.ends_with('\n')) raw.remove_suffix(1);
  request.body = raw;
  return request;
}

HookAnswer Send(unsigned short port, const HookRequest& request) { return SendPatiently(port, request, kHookPatience); }

std::vector<HookAnswer> SendInParallel(unsigned short port, const std::vector<HookRequest>& requests, int threads) {
  std::vector<HookAnswer> answers(requests.size());
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> senders;
  for (int i = 0; i < std::clamp(threads, 1, 64); ++i) {
    senders.emplace_back([&] {
      for (std::size_t one = next++; one < requests.size(); one = next++) answers[one] = Send(port, requests[one]);
    });
  }
  for (std::thread& sender : senders) sender.join();
  return answers;
}

std::vector<HookAnswer> SendTogether(unsigned short port, const std::vector<HookRequest>& requests) {
  std::string bytes;
  for (const HookRequest& request : requests) bytes += BytesOf(request);
  std::vector<HookAnswer> answers(requests.size());
  VisitorSocket socket(port);
  if (!socket.connected() || !socket.Send(bytes)) return answers;
  for (HookAnswer& answer : answers) answer = ReadAnswer(socket, kHookPatience);
  return answers;
}

std::vector<HookRequest> Shuffled(std::vector<HookRequest> requests, unsigned seed) {
  std::mt19937 random(seed);
  std::shuffle(requests.begin(), requests.end(), random);
  return requests;
}

std::vector<HookAnswer> SendByRule(unsigned short port, const std::function<HookRequest(int attempt)>& make,
                                   const RetryRule& rule) {
  std::vector<HookAnswer> answers;
  for (std::size_t attempt = 0; attempt <= rule.pauses.size(); ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(rule.pauses[attempt - 1]);
    answers.push_back(SendPatiently(port, make(static_cast<int>(attempt)), rule.patience));
    const int status = answers.back().status;
    if (status >= 200 && status < 300) break;
    if (status >= 400 && status < 500 && status != 429 && !rule.retries_refusals) break;
  }
  return answers;
}

}  // namespace frontdesk::fakes
