// Bringing a message to a room: its words as text and as HTML, part by part, then its files; a message that changed;
// the sign that somebody writes. A part keeps its txnId however often it is sent, so it is shown once.
//
// Thread safety: pure functions. Failure: kInvalid for an address that is none; kUnavailable: an upload's answer cannot
// be read.
#pragma once

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::matrix {

base::Result<Step> NextStep(const Sending& sending, Env env);
base::Result<Step> TypingStep(const TypingSign& sign, Env env);

}  // namespace frontdesk::adapters::matrix
