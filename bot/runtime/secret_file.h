// A random secret that the data directory keeps: made once, readable by its owner only.
//
// Threads: any; the data directory's lock makes sure that one process does it.
// Failure: kUnavailable when it cannot be read or written, kInvalid when it was damaged.
#pragma once

#include <string>

#include "bot/base/crypto.h"
#include "bot/base/result.h"
#include "bot/base/secret.h"

namespace frontdesk::runtime {

base::Result<base::Secret> ReadOrMakeSecret(const std::string& path, base::Random& random);

}  // namespace frontdesk::runtime
