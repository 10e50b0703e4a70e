// What members say and do in an application, as XML.
// https://developer.work.weixin.qq.com/document/path/90239 (messages), 90240 (events)
//
// Thread safety: pure functions. Failure: kInvalid for what is no message of WeCom; what is not for us gives no event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::wecom {

base::Result<Parsed> ParseAppCallback(std::string_view xml, Env env);

// How an answer in the same request can reply.
enum class Answerable {
  kNo,
  kWords,   // a text
  kButton,  // new words in the place of the card's buttons
};
Answerable HowToAnswer(const base::XmlElement& callback);

// The way back that a click opens: the code that changes the card of this row once. "" for other words.
std::string ResponseCodeIn(std::string_view path_words, std::int64_t row);

}  // namespace frontdesk::adapters::wecom
