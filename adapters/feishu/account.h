// What a Feishu or Lark account has in frontdesk.yaml: one platform with two hosts that know nothing of each other.
//
// Thread safety: pure functions and constants.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/settings.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::feishu {

std::span<const SettingField> Fields();

// What the form of the fields does not tell: ids of another kind, a webhook without its keys. Error.where says how to
// mend it.
base::Status CheckAccount(const Settings& settings);

// "https://open.feishu.cn" + `path`, which begins with '/'.
std::string ApiUrl(const Settings& settings, std::string_view path);

// Events come over a connection that we open.
bool IsLongConnection(const Settings& settings);

// The platform's Chinese half: labels that we write in a user's place are Chinese.
bool IsChinese(const Settings& settings);

// Ids and keys of the platform, which become parts of addresses: 1 to 128 letters, digits, '_' and '-'.
bool IsId(std::string_view id);

}  // namespace frontdesk::adapters::feishu
