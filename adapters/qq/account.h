// What an account of type `qq` has in frontdesk.yaml: an official bot of QQ, with callbacks (webhook).
//
// Thread safety: pure functions and constants.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::qq {

std::span<const SettingField> Fields();
// What the form of the fields does not tell. Error.where says how to mend it.
base::Status CheckAccount(const Settings& settings);

// `api_base` + `path`, with the token; a null body is none.
Call ApiCall(std::string method, std::string_view path, std::string body, Env env);

// Letters, digits and "._:-", 1 to 128 of them: nothing that an address would change.
bool IsId(std::string_view id);

}  // namespace frontdesk::adapters::qq
