// Which adapter serves an account type. Adding a platform adds one line to registry.cpp.
//
// Thread safety: constants, once everything is added.
#pragma once

#include <string_view>
#include <vector>

#include "adapters/adapter.h"

namespace frontdesk::adapters {

// Null when this version does not know the type.
const Adapter* FindAdapter(std::string_view type);
std::vector<std::string_view> AccountTypes();
// For a program that brings an adapter of its own: before anything is served. `type` and `adapter` stay for good.
void AddAdapter(std::string_view type, const Adapter& adapter);

}  // namespace frontdesk::adapters
