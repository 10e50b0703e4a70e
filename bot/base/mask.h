// What people paste by mistake and nobody should keep: taken out of text before it is stored for long.
//
// Thread safety: pure functions. Bounds: linear in the text.
#pragma once

#include <string>

namespace frontdesk::base {

// Tokens and keys of well-known shapes, and numbers of payment cards, become "[masked]".
std::string MaskSecrets(std::string text);

// Besides secrets, what points to a person: e-mail addresses become "[e-mail]", telephone numbers "[phone]", numbers of
// identity cards "[masked]". For text that is read by others than those who help this person.
std::string MaskPersonal(std::string text);

}  // namespace frontdesk::base
