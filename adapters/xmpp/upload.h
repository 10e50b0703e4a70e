// Sending a file (XEP-0363): a slot from the server's upload service, the bytes to the slot by HTTP, then the address
// in a message.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "adapters/adapter.h"
#include "bot/base/message.h"
#include "bot/base/result.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::xmpp {

base::XmlElement SlotRequest(const std::string& service, const base::FileRef& file);

struct Slot {
  std::string put;
  std::string get;
  Headers headers;  // Authorization, Cookie, Expires; no other is allowed
};
// kTooLarge with the service's limit in words; kRateLimited; else kUnavailable or kInvalid.
base::Result<Slot> SlotIn(const base::XmlElement& answer);

// `bytes` must be as many as `file.size` said.
Call PutFile(const Slot& slot, const base::FileRef& file, std::string bytes);

}  // namespace frontdesk::adapters::xmpp
