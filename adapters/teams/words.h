// What this adapter says itself, in the language of what stands beside it.
//
// Thread safety: constants.
#pragma once

#include <string_view>

namespace frontdesk::adapters::teams {

struct Words {
  std::string_view fill_in;
  std::string_view choose;
  std::string_view choose_button;
  std::string_view title;
  std::string_view send;
  std::string_view sent;
  std::string_view optional;
  std::string_view answer_missing;
  std::string_view failed;
};

inline constexpr Words kEnglish = {
    "Fill in the form",
    "Choose…",
    "OK",
    "Your answers",
    "Send",
    "✓ Sent",
    "(optional)",
    "Please answer this.",
    "That did not go through. Please try again in a moment.",
};

inline constexpr Words kChinese = {
    "填写表单", "请选择…", "确定", "填写表单", "提交", "✓ 已提交", "（选填）", "请填写。", "没有成功，请稍后再试一次。",
};

inline const Words& WordsIn(std::string_view locale) { return locale.starts_with("zh") ? kChinese : kEnglish; }

}  // namespace frontdesk::adapters::teams
