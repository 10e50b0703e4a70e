// What the kinds of WeCom accounts have in frontdesk.yaml: `wecom` is an application, which talks with members one to
// one; `wecom-robot` an intelligent robot, which they also mention in group chats; `wecom-group` the webhook of a group
// chat, which only hears; `wecom-kf` customer service, which people write to from WeChat.
//
// Thread safety: pure functions and constants.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "adapters/settings.h"

namespace frontdesk::adapters::wecom {

std::span<const SettingField> AppFields();
std::span<const SettingField> RobotFields();
std::span<const SettingField> GroupFields();
std::span<const SettingField> KfFields();

// What the form of the fields does not tell: a Token or an EncodingAESKey of the wrong length, an id that cannot be
// one. Error.where says how to mend it.
base::Status CheckApp(const Settings& settings);
base::Status CheckRobot(const Settings& settings);
base::Status CheckGroup(const Settings& settings);
base::Status CheckKf(const Settings& settings);

// "https://qyapi.weixin.qq.com/cgi-bin/" + `path`
std::string ApiUrl(const Settings& settings, std::string_view path);
// The same with the token, as WeCom wants it: in the address.
std::string ApiUrlWithToken(Env env, std::string_view path);
// POST of a JSON body.
Call PostJson(std::string url, std::string body);

// Member ids have one meaning in any case: 1 to 64 ASCII letters, digits, '_', '-', '.' and '@', the first a letter or
// a digit ("@all" would be everybody).
std::string MemberId(std::string_view id);
bool IsMemberId(std::string_view id);

}  // namespace frontdesk::adapters::wecom
