// What people write to WeCom's applications and to WeChat's official accounts: the same XML, in our words.
// https://developer.work.weixin.qq.com/document/path/90239
//
// Thread safety: pure functions. Failure: nothing, for a message that says nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/event.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::common {

// The text of a child, as UTF-8; "" when there is none.
std::string WxTextOf(const base::XmlElement& xml, std::string_view key);
std::optional<base::EventBody> WxSaidOf(std::string text);
std::optional<base::EventBody> WxFileOf(const base::XmlElement& xml, std::string name, bool voice = false);
// By its MsgType; a kind that is not known is named in brackets.
std::optional<base::EventBody> WxMessageOf(const base::XmlElement& xml, const std::string& kind);

}  // namespace frontdesk::adapters::common
