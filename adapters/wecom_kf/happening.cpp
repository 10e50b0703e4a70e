#include "adapters/wecom_kf/happening.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/wecom/callback.h"
#include "adapters/wecom/card.h"
#include "adapters/wecom_kf/customer_word.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom::kf {

namespace {

using nlohmann::json;

constexpr base::Millis kWelcomeWindow = std::chrono::seconds(20);
constexpr std::size_t kMaxParam = 512;
constexpr std::size_t kMaxCode = 512;
constexpr std::size_t kMostPairs = 10;
constexpr std::size_t kMaxKey = 32;

enum Change : int { kTaken = 1, kPassedOn = 2, kEnded = 3, kTakenAgain = 4 };

// Why a message that was accepted did not arrive.
constexpr const char* kFailures[] = {
    "原因未知",                      // 0
    "客服账号已删除",                // 1
    "应用已关闭",                    // 2
    nullptr,                         // 3
    "已超过 48 小时",                // 4
    "会话已结束",                    // 5
    "已超过 5 条",                   // 6
    "未绑定视频号",                  // 7
    "主体未验证",                    // 8
    "未绑定视频号且主体未验证",      // 9
    "客户拒收了消息",                // 10
    "企业未有成员登录企业微信 App",  // 11
    "不支持发送这种消息",            // 12
    "内容未通过安全检查",            // 13
};

std::string WhyNot(long long type) {
  const bool known = type >= 0 && type < static_cast<long long>(std::size(kFailures)) && kFailures[type] != nullptr;
  return std::string(kDeskName) + ": " + (known ? kFailures[type] : kFailures[0]) + " (fail_type " +
         std::to_string(type) + ")";
}

bool IsKey(std::string_view key) {
  return !key.empty() && key.size() <= kMaxKey && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  });
}

// Who made the link wrote it: "order=17&page=cart" becomes two facts, anything else is one.
void AddParam(const std::string& encoded, json& context) {
  const std::string param = base::CleanUtf8(base::PercentDecode(encoded));
  if (param.empty() || encoded.size() > kMaxParam) return;
  context["scene_param"] = param;
  std::string_view rest = param;
  for (std::size_t i = 0; i < kMostPairs && !rest.empty(); ++i) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !IsKey(pair.substr(0, equals))) return;
    context[std::string(pair.substr(0, equals))] = std::string(pair.substr(equals + 1));
  }
}

std::string ContextOf(const json& inside) {
  json context = json::object();
  AddParam(base::TextAt(inside, "scene_param"), context);
  if (const std::string scene = base::CleanUtf8(base::TextAt(inside, "scene")); !scene.empty())
    context["scene"] = scene;
  return context.empty() ? std::string() : base::DumpJson(context);
}

// Without a code nothing may be said before the customer's first word, which is greeted then.
std::vector<Happening> Entered(const json& inside, const std::string& id, base::TimePoint at) {
  std::vector<Happening> happened;
  if (std::string context = ContextOf(inside); !context.empty())
    happened.push_back({base::GaveContext{std::move(context)}, "/context", {}});
  if (const std::string code = base::TextAt(inside, "welcome_code"); !code.empty() && code.size() <= kMaxCode)
    happened.push_back({base::Opened{}, {}, base::ReplyPath{WordsOf({code, id}), at + kWelcomeWindow, 1}});
  return happened;
}

std::vector<Happening> SessionChanged(const json& inside) {
  const auto change = base::IntAt(inside, "change_type");
  const std::string agent = base::CleanUtf8(base::TextAt(inside, "new_servicer_userid"));
  if (change == kEnded) return {{base::DeskMoved{false, std::string(kDeskName), {}}, {}, {}}};
  const bool theirs = change == kTaken || change == kPassedOn || change == kTakenAgain;
  if (!theirs) return {};
  return {{base::DeskMoved{true, std::string(kDeskName), agent}, {}, {}}};
}

std::vector<Happening> Failed(const json& inside) {
  const std::int64_t row = RowOfTask(base::TextAt(inside, "fail_msgid"));
  if (row == 0) return {};
  const json news = {{"row", row}, {"why", WhyNot(base::IntAt(inside, "fail_type"))}};
  return {{base::Relayed{"undelivered", base::DumpJson(news)}, {}, {}}};
}

}  // namespace

std::vector<Happening> HappeningsOf(const json& inside, const std::string& id, base::TimePoint at) {
  const std::string what = base::TextAt(inside, "event_type");
  if (what == "enter_session") return Entered(inside, id, at);
  if (what == "session_status_change") return SessionChanged(inside);
  if (what == "msg_send_fail") return Failed(inside);
  if (what != "user_recall_msg") return {};
  std::string message = base::TextAt(inside, "recall_msgid");
  if (message.empty()) return {};
  return {{base::Deleted{std::move(message)}, {}, {}}};
}

}  // namespace frontdesk::adapters::wecom::kf
