// WeChat customer service as WeCom plays it: callbacks that only say that there is news, and a list to pull from.
#pragma once

#include "tests/contract/wecom_entry.h"

namespace frontdesk::contract {

inline constexpr char kKfAccount[] = "wkAJ2GCAAASSm4FhToWMFea0xAFfd3Q";

Entry WecomKfEntry();

// An item of the list, long after any first pull.
std::string KfWords(const std::string& from, const std::string& text, const std::string& id);
// The callback that says so; its token is the item, so that the pure part of the suite knows what the pull brings.
Request KfNews(const std::string& item, const std::string& account = kKfAccount);

}  // namespace frontdesk::contract
