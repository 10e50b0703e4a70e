// A robot's reply: in the answer to the request that asked (a stream that ends at once, with the card beside it), else
// once by the response_url; and the change of a card that was pressed, in the answer to the press.
// https://developer.work.weixin.qq.com/document/path/101031 (answers), 101138 (response_url)
//
// Thread safety: pure functions. Failure: kForbidden when the robot has no way back any more, kNotFound for a card that
// cannot be changed any more.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom {

inline constexpr std::size_t kMostMarkdown = 20'480;  // bytes

base::Result<Step> NextOfRobot(const Sending& sending, Env env);

}  // namespace frontdesk::adapters::wecom
