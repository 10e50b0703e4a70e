// A message as WeChat shows it: plain texts, and for its buttons a menu (msgmenu) below its words. Where few messages
// may go it takes no more than those: choices become numbered lines, words are shortened.
// https://developer.work.weixin.qq.com/document/path/94677
//
// Thread safety: pure functions and plain values.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/message.h"

namespace frontdesk::adapters::wecom::kf {

inline constexpr std::size_t kMostText = 2048;  // bytes of a text
inline constexpr std::size_t kMostRows = 10;    // of a menu
inline constexpr std::size_t kMostHead = 1024;  // bytes of the words above it
inline constexpr std::size_t kMostLabel = 128;  // bytes
inline constexpr std::size_t kMostMenuId = 64;  // bytes

struct Menu {
  std::string head;
  std::vector<base::Button> buttons;
  std::string link_label, link;  // a last row that opens a page; may be empty
};

struct Layout {
  std::vector<std::string> texts;  // each within the limit
  std::vector<base::FileRef> files;
  std::optional<Menu> menu;  // after them
};

// In at most `most` messages, but for files, which nothing else can stand for.
Layout LayOut(const base::Message& message, int most, std::string_view public_url);

nlohmann::json MenuJson(const Menu& menu);

}  // namespace frontdesk::adapters::wecom::kf
