// A message as stanzas. Ids hang on the row and the part alone, so that a stanza that is sent again is the same one and
// its reader's program shows it once (XEP-0359).
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "bot/base/message.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::xmpp {

inline constexpr std::size_t kMaxBody = 9'000;  // bytes of one stanza's text

// Where a message goes.
struct Recipient {
  std::string to;            // user@domain, room@service, or room@service/nick for a word aside
  bool is_room = false;      // all in the room read it
  bool is_aside = false;     // to one person in a room
  bool takes_forms = false;  // its program shows forms (XEP-0004)
};

std::string StanzaId(const Row& row, int part);

// `public_url`: see common/degrade.h. Files are not in it.
std::vector<base::XmlElement> MessageStanzas(const Row& row, const base::Message& message, const Recipient& recipient,
                                             std::string_view public_url);

// A file that lies at an address that everybody can read (XEP-0066).
base::XmlElement FileStanza(const Row& row, int part, const std::string& url, const Recipient& recipient);

}  // namespace frontdesk::adapters::xmpp
