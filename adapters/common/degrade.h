// What a platform cannot show, in words: a card becomes lines, buttons become numbered text. (A form needs nothing:
// where there are none, the flow asks one question after the other.) The user may always type a choice's number or
// words.
//
// Thread safety: a pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "adapters/common/message_text.h"

namespace frontdesk::adapters::common {

// A message as a platform with certain capabilities shows it.
struct Degraded {
  std::vector<std::string> parts;     // each within message_limit; none without words
  std::vector<base::RichText> rich;   // what each was written from; none for kPlain
  std::vector<base::Fact> facts;      // to be shown as a card with the last part; empty: they stand in the text
  std::vector<base::Button> buttons;  // to be shown under the last part, labels short enough; empty: numbered text
};

// `public_url`: of this server, for links to its own pages; may be empty. Files that the platform carries are not in
// the text.
Degraded Degrade(const base::Message& message, const Capabilities& can, Markup markup, std::string_view public_url);

}  // namespace frontdesk::adapters::common
