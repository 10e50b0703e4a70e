// What an effect row does, as its payload says it: fetching a file that a user sent on another platform, asking another
// system for a flow, or bringing news to another conversation of ours.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/event.h"
#include "bot/base/result.h"
#include "bot/store/store.h"
#include "flows/engine.h"

namespace frontdesk::core {

// `keep_for`: the conversation that the file is for, when it is not the one whose platform has it; 0: it is.
std::string FetchJson(const base::FileRef& file, store::Id keep_for = 0);
// kInvalid when it is no payload of FetchJson.
base::Result<base::FileRef> FetchFromJson(std::string_view payload);
store::Id KeptFor(std::string_view payload);

std::string LookupJson(const flows::LookupRequest& request);
// kInvalid when it is no payload of LookupJson.
base::Result<flows::LookupRequest> LookupFromJson(std::string_view payload);

// An event for another conversation: the only way in which a turn changes more than its own. It is taken in like any
// other, once, after the turn that sends it is committed.
struct Relay {
  store::Id conversation = 0;  // 0: where the event's address says, which may be a new one
  base::Event event;           // `id` and `at` are given when it goes
  // Of a Relayed that tells what became of a message: the transcript row whose "delivery" (as store::ToString) and
  // "platform_id" are added to its json when it goes.
  store::Id watch = 0;
};

std::string RelayJson(const Relay& relay);
// kInvalid when it is no payload of RelayJson.
base::Result<Relay> RelayFromJson(std::string_view payload);
// The identity of what a row relays: a second delivery is known by it.
std::string RelayEventId(store::Id row);
// Adds what became of `relay.watch`, and takes that off it.
base::Status TellDelivery(Relay& relay, store::Store& store);

}  // namespace frontdesk::core
