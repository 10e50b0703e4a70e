#include "adapters/feishu/fragments.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/feishu/feishu_event.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::size_t kMaxMemory = 4 << 20;

json Read(std::string_view memory) {
  auto value = base::ParseJson(memory, kMaxMemory);
  return value && value->is_object() ? std::move(*value) : json::object();
}

std::optional<std::int64_t> NumberOf(std::string_view text) {
  std::int64_t number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || end.ec != std::errc{} || end.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

void ForgetOld(json& parts, base::TimePoint now) {
  for (auto it = parts.begin(); it != parts.end();)
    it = base::FromMillis(base::IntAt(*it, "at")) + kPieceLife < now ? parts.erase(it) : std::next(it);
}

// "" while pieces are missing.
std::string Whole(const json& part) {
  const std::int64_t sum = base::IntAt(part, "sum");
  const json& got = MemberOf(part, "got");
  if (static_cast<std::int64_t>(got.size()) != sum) return {};
  std::string whole;
  for (std::int64_t seq = 0; seq < sum; ++seq)
    whole += base::Base64Decode(base::TextAt(got, std::to_string(seq))).value_or(std::string());
  return whole;
}

std::size_t SizeOf(const json& part) {
  std::size_t size = 0;
  for (const json& piece : MemberOf(part, "got")) size += piece.get_ref<const std::string&>().size();
  return size / 4 * 3;
}

}  // namespace

std::string MemoryOf(std::int32_t service) { return base::DumpJson({{"service", service}}); }

std::int32_t ServiceIn(std::string_view memory) {
  return static_cast<std::int32_t>(base::IntAt(Read(memory), "service"));
}

base::Result<Joined> Join(const WireFrame& frame, std::string_view memory, base::TimePoint now) {
  const std::string payload = frame.payload.value_or(std::string());
  const auto sum = NumberOf(frame.Header("sum")), seq = NumberOf(frame.Header("seq"));
  if (frame.Header("sum").empty() || sum == 1) return Joined{payload, {}};
  const std::string id(frame.Header("message_id"));
  if (!sum || !seq || *sum < 1 || *sum > kMaxPieces || *seq < 0 || *seq >= *sum || id.empty())
    return Fail(ErrorCode::kInvalid, "The pieces of an event are numbered in a way that cannot be.");
  json all = Read(memory);
  json& parts = all["parts"];
  if (!parts.is_object()) parts = json::object();
  ForgetOld(parts, now);
  if (!parts.contains(id)) {
    if (parts.size() >= kMaxSplit) return Fail(ErrorCode::kTooLarge, "Too many events come in pieces at once.");
    parts[id] = {{"at", base::ToMillis(now)}, {"sum", *sum}, {"got", json::object()}};
  }
  json& part = parts[id];
  if (base::IntAt(part, "sum") != *sum)
    return Fail(ErrorCode::kInvalid, "The pieces of an event do not agree in how many they are.");
  part["got"][std::to_string(*seq)] = base::Base64Encode(payload);
  if (SizeOf(part) > kMaxJoined) {
    return Fail(ErrorCode::kTooLarge, "An event in pieces is too large.");
  }
  std::string whole = Whole(part);
  const bool is_whole = static_cast<std::int64_t>(part["got"].size()) == *sum;
  if (is_whole) parts.erase(id);
  Joined joined;
  if (is_whole) joined.payload = std::move(whole);
  joined.memory = base::DumpJson(all);
  return joined;
}

}  // namespace frontdesk::adapters::feishu
