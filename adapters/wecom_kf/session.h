// Who has the word in a session, as WeCom knows it, and the calls that ask and change it.
// https://developer.work.weixin.qq.com/document/path/94669
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom::kf {

enum class State : int { kNew = 0, kBot = 1, kPool = 2, kServicer = 3, kEnded = 4 };

Call AskState(const base::Address& address, Env env);
// `servicer`: of kServicer.
Call MoveTo(State state, std::string_view servicer, const base::Address& address, Env env);

// What the calls of a part have brought so far, whichever they were.
struct Learned {
  std::optional<State> state;
  std::string servicer;  // who has it
  bool moved = false;    // WeCom has taken a change
  std::string code;      // with which one message may be sent in the new state
  std::string media;     // of an upload
};
Learned LearnedFrom(std::span<const HttpAnswer> answers);

// Words for Sending::avoid: what WeCom has refused since its session is not where we thought.
inline constexpr std::string_view kSendRefused = "send in this state";
inline constexpr std::string_view kPoolRefused = "the pool";
inline constexpr std::string_view kServicerRefused = "the servicer";
// Which of them a refused call means; "" for others.
std::string_view RefusedWord(const Call& call);

}  // namespace frontdesk::adapters::wecom::kf
