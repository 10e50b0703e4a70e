// What a file is, from its bytes. Its name and what the sender calls it are not believed.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::runtime {

// The media type of a file that we take: png, jpeg, gif, webp; mp4, webm; mp3, m4a, aac, ogg,
// wav, amr; zip, pdf, plain text. Empty for all others.
std::string_view SniffType(std::string_view bytes);

// A name that is safe to show and to save under: no folders, no control or direction characters, at most 120
// characters; "file" when nothing is left.
std::string SafeFileName(std::string_view name);

}  // namespace frontdesk::runtime
