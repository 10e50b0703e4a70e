// Parts of a flow in words, for its authors: in pictures and in what changed between two versions.
//
// Thread safety: pure functions. Bounds: linear in the part.
#pragma once

#include <string>
#include <string_view>

#include "flows/flow.h"

namespace frontdesk::flows {

// "area is call or file and version below 3.0".
std::string InWords(const Condition& condition);
// As it was written, filters left out: "Version {{version}} is old."
std::string InWords(const Template& text);
// A step of any kind: "ask area", "ticket", "the branch in line 12".
std::string NameOf(const Step& step);
// "a choice", "a whole number": what a slot of that type takes.
std::string InWords(SlotType type);

}  // namespace frontdesk::flows
