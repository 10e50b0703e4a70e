// What an effect row does, as its payload says it: fetching a file that a user sent on another platform, asking another
// system for a flow, bringing news to another conversation of ours, making a message that was sent read otherwise, or
// asking the platform who a user is.
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

// A message of ours that has been sent reads otherwise from now on.
struct MessageUpdate {
  store::Id row = 0;          // of the transcript
  std::string event_id = {};  // of the event that changed it
  std::string message = {};   // JSON of what it reads now; empty: as before, with the choice that was made
  base::Button chosen = {};   // that choice
};

std::string UpdateJson(const MessageUpdate& update);
// kInvalid when it is no payload of UpdateJson.
base::Result<MessageUpdate> UpdateFromJson(std::string_view payload);
// The message once one of its buttons was pressed: the choice stays visible in place of the buttons. kNotFound where
// they stay: of a greeting, which is a menu, of several choices, of a form, and where there are none.
base::Result<base::Message> WithChoice(base::Message message, const base::Button& chosen);

std::string ProfileJson(std::string_view user);
// The user that is asked about; kInvalid when it is no payload of ProfileJson.
base::Result<std::string> ProfileFromJson(std::string_view payload);

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
