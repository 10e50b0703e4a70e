// The JSON Schema (draft 2020-12) of flow files and of their translations, for editors: completion, a line of help for
// each key, and most mistakes underlined while they are typed. Made from the declarations that the reader reads by; it
// never refuses what `frontdesk check` takes. What needs the whole flow (names, ways, types of answers) is `check`'s.
//
// Thread safety: pure functions.
#pragma once

#include <string>

namespace frontdesk::flows {

std::string FlowSchema();
std::string TranslationSchema();

}  // namespace frontdesk::flows
