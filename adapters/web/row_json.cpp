#include "adapters/web/row_json.h"

#include "bot/base/json.h"

namespace frontdesk::adapters::web {

namespace {

// The client's own id where a client made the row, so that it recognises what it sent: event ids are
// "<visitor>:<id>" for visitors and "agent:<name>:<id>" for agents.
std::string IdOf(const Row& row) {
  const bool by_client = row.from == "user" || row.from == "agent";
  const auto begin = row.event_id.find(':', row.event_id.starts_with("agent:") ? sizeof("agent:") - 1 : 0);
  if (!by_client || begin == std::string_view::npos) return "m" + std::to_string(row.id);
  return std::string(row.event_id.substr(begin + 1));
}

}  // namespace

std::string RowJson(const Row& row, std::string_view delivery) {
  std::string json = "{\"seq\":" + std::to_string(row.seq) + ",\"id\":" + base::JsonQuote(IdOf(row));
  json += ",\"from\":" + base::JsonQuote(row.from == "system" ? "bot" : row.from);
  json += ",\"at\":\"" + base::FormatUtc(row.at) + "\",\"message\":";
  json += row.body.empty() ? "{}" : row.body;
  if (!delivery.empty()) json.append(",\"delivery\":").append(base::JsonQuote(delivery));
  return json + "}";
}

std::string MessageFrame(const Row& row) { return EventFrame("message", row.seq, RowJson(row)); }

std::string EventFrame(std::string_view name, std::int64_t id, std::string_view data) {
  std::string frame = "event: ";
  frame.append(name).append("\n");
  if (id != 0) frame += "id: " + std::to_string(id) + "\n";
  frame.append("data: ").append(data).append("\n\n");
  return frame;
}

}  // namespace frontdesk::adapters::web
