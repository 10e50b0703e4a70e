#include "flows/session_json.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"

namespace frontdesk::flows {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxSessionBytes = 4 << 20;
constexpr const char* kOrigins[] = {"answered", "volunteered", "prefilled", "set"};

json WriteFiles(const std::vector<base::FileRef>& files) {
  json list = json::array();
  for (const base::FileRef& file : files)
    list.push_back({{"id", file.id}, {"name", file.name}, {"type", file.type}, {"size", file.size}});
  return list;
}

json WriteValue(const SlotValue& value) {
  json out = {{"value", value.value}, {"origin", kOrigins[static_cast<std::size_t>(value.origin)]}};
  if (!value.files.empty()) out["files"] = WriteFiles(value.files);
  if (value.skipped) out["skipped"] = true;
  return out;
}

json WriteFound(const std::vector<FoundArticle>& found) {
  json list = json::array();
  for (const FoundArticle& article : found) list.push_back({{"id", article.id}, {"title", article.title}});
  return list;
}

json WriteTicket(const TicketInfo& ticket) {
  json out = {{"number", ticket.number}, {"queue", ticket.queue}};
  if (ticket.answer_by) out["answer_by"] = base::ToMillis(*ticket.answer_by);
  return out;
}

json WriteEdit(const Session::Edit& edit) {
  return {{"slot", edit.slot},
          {"before", WriteValue(edit.before)},
          {"step", edit.step},
          {"path", edit.path},
          {"pending", WriteValue(edit.pending)}};
}

const json& Member(const json& value, const char* key) {
  static const json kNothing;
  const auto at = value.find(key);
  return at == value.end() ? kNothing : *at;
}

SlotValue ReadValue(const json& in) {
  SlotValue value;
  if (!in.is_object()) return value;
  value.value = base::TextAt(in, "value");
  value.skipped = base::BoolAt(in, "skipped");
  const std::string origin = base::TextAt(in, "origin");
  for (std::size_t i = 0; i < std::size(kOrigins); ++i)
    if (origin == kOrigins[i]) value.origin = static_cast<SlotValue::Origin>(i);
  const json& files = Member(in, "files");
  if (!files.is_array()) return value;
  for (const json& file : files)
    if (file.is_object())
      value.files.push_back({base::TextAt(file, "id"), base::TextAt(file, "name"), base::TextAt(file, "type"),
                             base::IntAt(file, "size")});
  return value;
}

std::vector<int> ReadSteps(const json& in) {
  std::vector<int> steps;
  if (!in.is_array()) return steps;
  for (const json& step : in)
    if (step.is_number_integer()) steps.push_back(step.get<int>());
  return steps;
}

std::vector<FoundArticle> ReadFound(const json& in) {
  std::vector<FoundArticle> found;
  if (!in.is_array()) return found;
  for (const json& article : in)
    if (article.is_object()) found.push_back({base::TextAt(article, "id"), base::TextAt(article, "title")});
  return found;
}

TicketInfo ReadTicket(const json& in) {
  TicketInfo ticket;
  if (!in.is_object()) return ticket;
  ticket.number = base::TextAt(in, "number");
  ticket.queue = base::TextAt(in, "queue");
  if (Member(in, "answer_by").is_number_integer()) ticket.answer_by = base::FromMillis(base::IntAt(in, "answer_by"));
  return ticket;
}

std::optional<Session::Edit> ReadEdit(const json& in) {
  if (!in.is_object()) return std::nullopt;
  return Session::Edit{base::TextAt(in, "slot"), ReadValue(Member(in, "before")),
                       static_cast<int>(base::IntAt(in, "step")), ReadSteps(Member(in, "path")),
                       ReadValue(Member(in, "pending"))};
}

}  // namespace

std::string ToJson(const Session& session) {
  json slots = json::object();
  for (const auto& [name, value] : session.slots) slots[name] = WriteValue(value);
  json out = {{"flow", session.flow},      {"hash", session.hash},      {"version", session.version},
              {"step", session.step},      {"slots", std::move(slots)}, {"path", session.path},
              {"said", session.said},      {"tries", session.tries},    {"pending", WriteValue(session.pending)},
              {"opening", session.opening}};
  if (session.edit) out["edit"] = WriteEdit(*session.edit);
  if (session.choosing_edit) out["choosing_edit"] = true;
  if (session.reopened) out["reopened"] = true;
  if (session.ticket != TicketInfo{}) out["ticket"] = WriteTicket(session.ticket);
  if (!session.found.empty()) out["found"] = WriteFound(session.found);
  if (!session.shown.empty()) out["shown"] = session.shown;
  if (session.in_words) out["in_words"] = true;
  if (!session.left_of_form.empty()) out["left_of_form"] = session.left_of_form;
  if (session.helped) out["helped"] = true;
  if (!session.log.empty()) out["log"] = session.log;
  for (const auto& [name, since] : session.sensitive_since) out["sensitive_since"][name] = base::ToMillis(since);
  return base::DumpJson(out);
}

base::Result<Session> SessionFromJson(std::string_view text) {
  TRY(const json in, base::ParseJson(text, kMaxSessionBytes));
  if (!in.is_object() || !Member(in, "flow").is_string())
    return base::Fail(base::ErrorCode::kInvalid, "this is not a flow's session");
  Session session;
  session.flow = base::TextAt(in, "flow");
  session.hash = base::TextAt(in, "hash");
  session.version = static_cast<int>(base::IntAt(in, "version", 1));
  session.step = static_cast<int>(base::IntAt(in, "step"));
  if (const json& slots = Member(in, "slots"); slots.is_object())
    for (const auto& [name, value] : slots.items()) session.slots[name] = ReadValue(value);
  session.path = ReadSteps(Member(in, "path"));
  session.said = ReadSteps(Member(in, "said"));
  session.tries = static_cast<int>(base::IntAt(in, "tries"));
  session.pending = ReadValue(Member(in, "pending"));
  session.edit = ReadEdit(Member(in, "edit"));
  session.choosing_edit = base::BoolAt(in, "choosing_edit");
  session.reopened = base::BoolAt(in, "reopened");
  session.opening = base::TextAt(in, "opening");
  session.found = ReadFound(Member(in, "found"));
  session.shown = base::TextAt(in, "shown");
  session.in_words = base::BoolAt(in, "in_words");
  session.left_of_form = base::TextAt(in, "left_of_form");
  session.helped = base::BoolAt(in, "helped");
  if (const json& log = Member(in, "log"); log.is_object())
    for (const auto& [key, value] : log.items())
      if (value.is_string()) session.log[key] = value.get<std::string>();
  if (const json& since = Member(in, "sensitive_since"); since.is_object())
    for (const auto& [name, at] : since.items())
      if (at.is_number_integer()) session.sensitive_since[name] = base::FromMillis(at.get<std::int64_t>());
  session.ticket = ReadTicket(Member(in, "ticket"));
  return session;
}

}  // namespace frontdesk::flows
