// The texts of desk channels and of incidents: a part of the table in texts.cpp, which is the only one to ask for it.
//
// Thread safety: pure functions. Failure: none; the words of any other text are empty.
#pragma once

#include <string_view>

#include "bot/core/texts.h"

namespace frontdesk::core {

struct Wording {
  std::string_view en, zh;
};

Wording DeskWords(Text text);
// --- notice_words.cpp: notices to the desk, and what stands on cards beside them
Wording NoticeWords(Text text);

}  // namespace frontdesk::core
