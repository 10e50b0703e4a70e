// A Session as JSON text and back, for the store.
//
// Thread safety: pure functions. Failure: text that is not a session is kInvalid.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.h"
#include "flows/session.h"

namespace frontdesk::flows {

std::string ToJson(const Session& session);
base::Result<Session> SessionFromJson(std::string_view json);

}  // namespace frontdesk::flows
