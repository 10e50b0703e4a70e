// What this adapter says itself, in the language of what stands beside it.
//
// Thread safety: constants.
#pragma once

#include <string_view>

namespace frontdesk::adapters::mattermost {

struct Words {
  std::string_view fill_in;
  std::string_view choose;
  std::string_view title;  // 24 bytes, as the next two
  std::string_view send;
  std::string_view understood;
  std::string_view too_late;  // a form that is not open any more
  std::string_view too_old;   // a button that is not good any more
  std::string_view in_direct_message;
};

inline constexpr Words kEnglish = {
    "Fill in the form",
    "Choose…",
    "Your answers",
    "Send",
    "OK",
    "This form is closed. Write to me, and we go on from there.",
    "This button is too old. Write to me, and we go on from there.",
    "I have answered you in a direct message.",
};

inline constexpr Words kChinese = {
    "填写表单",
    "请选择…",
    "填写表单",
    "提交",
    "知道了",
    "这份表单已经关闭。直接给我发消息，我们接着处理。",
    "这个按钮已经过期。直接给我发消息，我们接着处理。",
    "我已在私信中回复你。",
};

inline const Words& WordsIn(std::string_view locale) { return locale == "zh" ? kChinese : kEnglish; }

}  // namespace frontdesk::adapters::mattermost
