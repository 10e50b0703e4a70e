// A message on its way to a follower: texts, media, a menu for its buttons; in the answer to what it replies to as far
// as that goes, else by the customer-service API. Handing over to the account's own agents.
//
// Thread safety: pure functions. Failure: kForbidden when the user has to speak first, kInvalid and kTooLarge for
// files.
#pragma once

#include <string>
#include <vector>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wechat_oa {

inline constexpr std::size_t kMostText = 2048;  // bytes
inline constexpr std::size_t kMostButtons = 10;

// {"head_content": ..., "list": ...} when the buttons stand in one.
struct Menu {
  std::string head;
  std::vector<base::Button> buttons;
};
struct Layout {
  std::vector<std::string> texts;
  std::vector<Menu> menu;  // none or one, after the texts and the files
};
Layout LayOut(const base::Message& message, std::int64_t row, bool menus, std::string_view public_url);

base::Result<Step> NextStep(const Sending& sending, Env env);
base::Result<Step> TypingStep(const TypingSign& sign, Env env);

}  // namespace frontdesk::adapters::wechat_oa
