#include "adapters/dingtalk/api_error.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxReason = 200;
constexpr base::Millis kCredentialWait = std::chrono::seconds(5);

// A code that comes as a number in one place and as a text in another.
std::string CodeAt(const json& value, std::string_view key) {
  const auto it = value.find(key);
  if (it == value.end()) return {};
  if (it->is_number_integer()) return std::to_string(it->get<std::int64_t>());
  return it->is_string() ? it->get<std::string>() : std::string();
}

struct Known {
  std::string_view code;  // in lower case; ends in '*': all that begin so
  Trouble trouble;
};

// The first that fits.
constexpr Known kKnown[] = {
    {"invalidauthentication", Trouble::kToken},
    {"40014", Trouble::kToken},
    {"42001", Trouble::kToken},
    {"40001", Trouble::kToken},
    {"forbidden.accessdenied.qpslimit*", Trouble::kRate},
    {"forbidden.accessdenied.qpmlimit*", Trouble::kRateMinute},
    {"qps.exceed.limit", Trouble::kRate},
    {"90018", Trouble::kRate},
    {"90002", Trouble::kBusy},
    {"send.too.fast", Trouble::kFlood},
    {"send.bytoken.toofast", Trouble::kFlood},
    {"too.many.*", Trouble::kFlood},
    {"660026", Trouble::kFlood},
    {"410100", Trouble::kLongFlood},
    {"deny", Trouble::kShutOut},
    {"1111", Trouble::kShutOut},
    {"forbidden.accessdenied*", Trouble::kNotAllowed},
    {"apipermissiondenied", Trouble::kNotAllowed},
    {"60011", Trouble::kNotAllowed},
    {"60020", Trouble::kNotAllowed},
    {"invalidparameter.robotcode*", Trouble::kGone},
    {"robot.not.in.group", Trouble::kGone},
    {"robotnotingroup", Trouble::kGone},
    {"invalid.openconversationid", Trouble::kGone},
    {"invalidparameter.openconversationid*", Trouble::kGone},
    {"bot.stopped", Trouble::kGone},
    {"invalidrequest.duplicateclienttoken", Trouble::kAlreadyDone},
    {"-1", Trouble::kServer},
};

bool Fits(std::string_view code, std::string_view known) {
  if (!known.ends_with('*')) return code == known;
  return code.starts_with(known.substr(0, known.size() - 1));
}

}  // namespace

std::optional<ApiError> ErrorIn(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  const bool refused = answer.status >= 300;
  if (!body || !body->is_object()) return refused ? std::optional(ApiError{}) : std::nullopt;
  if (TextAt(*body, "punish") == "deny") return ApiError{"deny", "too many calls from this address"};
  if (const std::string errcode = CodeAt(*body, "errcode"); !errcode.empty() && errcode != "0") {
    const std::string inner = CodeAt(*body, "sub_code");
    const std::string message = TextAt(*body, "sub_msg", TextAt(*body, "errmsg"));
    return ApiError{errcode == "88" && !inner.empty() ? inner : errcode, message};
  }
  if (!refused) return std::nullopt;
  return ApiError{CodeAt(*body, "code"), TextAt(*body, "message")};
}

Trouble TroubleOf(const ApiError& error) {
  const std::string code = base::AsciiLower(error.code);
  const auto known =
      std::find_if(std::begin(kKnown), std::end(kKnown), [&](const Known& one) { return Fits(code, one.code); });
  return known == std::end(kKnown) ? Trouble::kOther : known->trouble;
}

std::string ReasonOf(const HttpAnswer& answer) {
  const ApiError error = ErrorIn(answer).value_or(ApiError{});
  std::string reason = std::to_string(answer.status);
  if (!error.code.empty()) reason += " " + error.code;
  if (!error.message.empty()) reason += ": " + error.message;
  return base::Shorten(base::CleanUtf8(reason), kMaxReason);
}

base::Error CredentialError(const HttpAnswer& answer, std::string_view what) {
  base::Error error{base::ErrorCode::kUnavailable, std::string(what) + ReasonOf(answer), {}};
  const ApiError said = ErrorIn(answer).value_or(ApiError{});
  const Trouble trouble = TroubleOf(said);
  const bool rate = trouble == Trouble::kRate || trouble == Trouble::kRateMinute || trouble == Trouble::kBusy;
  if (rate || answer.status == 429) {
    error.code = base::ErrorCode::kRateLimited;
    error.retry_after = common::RetryAfter(answer, kCredentialWait);
  } else if (answer.status >= 400 && answer.status < 500 && answer.status != 408 && trouble != Trouble::kShutOut) {
    error.code = base::ErrorCode::kUnauthenticated;
  }
  return error;
}

}  // namespace frontdesk::adapters::dingtalk
