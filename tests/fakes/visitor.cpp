#include "tests/fakes/visitor.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

namespace frontdesk::fakes {

namespace {

using nlohmann::json;

constexpr Millis kPatience{60'000};  // a test that waits so long has failed
constexpr std::size_t kCookieIdSize = 32;

std::string RequestOf(const VisitorName& name, std::string_view method, std::string_view path, std::string_view body) {
  std::string request(method);
  request.append(" ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1:").append(std::to_string(name.port));
  if (!name.cookie.empty()) request.append("\r\nCookie: ").append(name.cookie);
  if (method == "POST") {
    request.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
  }
  return request.append("\r\n\r\n").append(body);
}

std::string BelowAccount(const VisitorName& name, std::string_view path) {
  return "/web/" + name.account + std::string(path);
}

bool IsHeader(std::string_view line, std::string_view name) {
  if (line.size() <= name.size() || line[name.size()] != ':') return false;
  for (std::size_t i = 0; i < name.size(); ++i)
    if ((line[i] | 0x20) != (name[i] | 0x20)) return false;
  return true;
}

std::string ValueOf(std::string_view line) {
  const std::size_t at = line.find_first_not_of(' ', line.find(':') + 1);
  return at == line.npos ? std::string() : std::string(line.substr(at));
}

SeenRow RowOf(const StreamEvent& event) {
  const json row = json::parse(event.data);
  SeenRow seen{event.seq, row.at("id"), row.at("from"), {}, {}};
  if (row.at("seq") != event.seq) seen.seq = -1;  // both must tell the same
  const json& message = row.at("message");
  seen.kind = message.value("kind", "");
  for (const json& block : message.value("text", json::array()))
    for (const json& span : block.value("spans", json::array())) seen.text += span.value("text", "");
  return seen;
}

}  // namespace

std::string TextIn(const std::string& text, const char* member) {
  const json value = json::parse(text, nullptr, false);
  return value.is_object() ? value.value(member, "") : std::string();
}

Visitor::Visitor(unsigned short port) { name_.port = port; }

std::string Visitor::RequestOfSay(const VisitorName& name, std::string_view id, std::string_view text) {
  const json event = {{"id", id}, {"type", "message"}, {"text", text}};
  return RequestOf(name, "POST", BelowAccount(name, "/events"), event.dump());
}

bool Visitor::Arrive() {
  const VisitorAnswer answer = Post("/session", "{}");
  if (answer.status != 200) return false;
  if (!answer.cookie.empty()) name_.cookie = answer.cookie;
  name_.id = TextIn(answer.body, "visitor");
  return name_.id.size() == kCookieIdSize;
}

VisitorAnswer Visitor::Open(std::string_view id) {
  return Post("/events", json({{"id", id}, {"type", "open"}}).dump());
}

VisitorAnswer Visitor::Say(std::string_view id, std::string_view text) {
  return Exchange(RequestOfSay(name_, id, text));
}

VisitorAnswer Visitor::Post(std::string_view path, std::string_view body) {
  return Exchange(RequestOf(name_, "POST", BelowAccount(name_, path), body));
}

VisitorAnswer Visitor::Get(std::string_view absolute_path) {
  return Exchange(RequestOf(name_, "GET", absolute_path, {}));
}

VisitorAnswer Visitor::Exchange(const std::string& request) {
  if (!socket_ || !socket_->connected()) socket_ = std::make_unique<VisitorSocket>(name_.port);
  VisitorAnswer answer;
  std::size_t length = 0;
  const auto broken = [this] {
    socket_.reset();
    return VisitorAnswer{};
  };
  if (!socket_->connected() || !socket_->Send(request)) return broken();
  const auto status = socket_->ReadLine(kPatience);
  if (!status || status->size() < 12) return broken();
  answer.status = std::atoi(status->c_str() + 9);
  bool close = false;
  for (auto line = socket_->ReadLine(kPatience); !line || !line->empty(); line = socket_->ReadLine(kPatience)) {
    if (!line) return broken();
    if (IsHeader(*line, "Content-Length")) length = std::strtoul(ValueOf(*line).c_str(), nullptr, 10);
    if (IsHeader(*line, "Set-Cookie")) answer.cookie = ValueOf(*line).substr(0, ValueOf(*line).find(';'));
    if (IsHeader(*line, "Connection")) close = ValueOf(*line) == "close";
  }
  auto body = socket_->ReadBytes(length, kPatience);
  if (!body) return broken();
  answer.body = std::move(*body);
  if (close) socket_.reset();
  return answer;
}

VisitorStream::VisitorStream(const VisitorName& name, std::int64_t after) : socket_(name.port) {
  const std::string path = BelowAccount(name, "/stream?after=") + std::to_string(after);
  open_ = socket_.connected() && socket_.Send(RequestOf(name, "GET", path, {})) && ReadHead();
}

bool VisitorStream::ReadHead() {
  const auto status = socket_.ReadLine(kPatience);
  if (!status || status->find(" 200 ") == status->npos) return false;
  for (auto line = socket_.ReadLine(kPatience); line; line = socket_.ReadLine(kPatience)) {
    if (line->empty()) return true;
    if (IsHeader(*line, "Transfer-Encoding")) chunked_ = ValueOf(*line) == "chunked";
  }
  return false;
}

bool VisitorStream::ReadChunk(Millis patience) {
  // Chunks leave the server whole: only their beginning may be waited for.
  const auto head = socket_.ReadLine(patience);
  if (!head) {
    open_ = socket_.connected() && socket_.timed_out();
    return false;
  }
  const std::size_t size = std::strtoul(head->c_str(), nullptr, 16);
  const auto bytes = socket_.ReadBytes(size + 2, kPatience);
  open_ = bytes && size > 0;
  if (open_) unread_.append(*bytes, 0, size);
  return open_;
}

std::optional<std::string> VisitorStream::ReadLine(Millis patience) {
  if (!chunked_) {
    auto line = socket_.ReadLine(patience);
    if (!line) open_ = socket_.connected() && socket_.timed_out();
    return line;
  }
  while (unread_.find('\n') == unread_.npos)
    if (!ReadChunk(patience)) return std::nullopt;
  const std::size_t end = unread_.find('\n');
  std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return line;
}

std::optional<StreamEvent> VisitorStream::Next(Millis patience) {
  while (open_) {
    const auto line = ReadLine(patience);
    if (!line) return std::nullopt;
    if (line->empty()) {
      const StreamEvent event = std::exchange(event_, {});
      if (!event.data.empty()) return event;
    } else if (IsHeader(*line, "event")) {
      event_.type = ValueOf(*line);
    } else if (IsHeader(*line, "id")) {
      event_.seq = std::strtoll(ValueOf(*line).c_str(), nullptr, 10);
    } else if (IsHeader(*line, "data")) {
      event_.data += ValueOf(*line);
    }
  }
  return std::nullopt;
}

std::optional<SeenRow> VisitorStream::NextRow(Millis patience) {
  while (const auto event = Next(patience))
    if (event->type == "message") return RowOf(*event);
  return std::nullopt;
}

}  // namespace frontdesk::fakes
