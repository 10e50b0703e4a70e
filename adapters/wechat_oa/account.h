// What an account of type `wechat-oa` has in frontdesk.yaml: a WeChat official account (微信公众号), service or
// subscription.
//
// Thread safety: pure functions and constants.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wechat_oa {

std::span<const SettingField> Fields();

// What the form of the fields does not tell: a Token or an EncodingAESKey of the wrong length, safe mode without a key,
// plain mode without a secret in the address. Error.where says how to mend it.
base::Status CheckAccount(const Settings& settings);

// Whether callbacks are encrypted: 安全模式, and what compatible mode sends beside its plain text.
bool IsSealed(const Settings& settings);

// `api_base` + `path` + the token, which stands in the address.
std::string ApiUrlWithToken(Env env, std::string_view path);
Call PostJson(std::string url, std::string body);

// 1 to 64 ASCII letters, digits, '_' and '-'.
bool IsOpenId(std::string_view id);

}  // namespace frontdesk::adapters::wechat_oa
