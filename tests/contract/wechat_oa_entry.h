// Callbacks of a WeChat official account as its servers make them in safe mode.
#pragma once

#include <string>

#include "tests/contract/entry.h"

namespace frontdesk::contract {

inline constexpr char kOaToken[] = "FD_CONTRACT_OA_TOKEN";
inline constexpr char kOaAesKey[] = "FD_CONTRACT_OA_AES_KEY";
inline constexpr char kOaSecret[] = "FD_CONTRACT_OA_SECRET";
inline constexpr char kOaApp[] = "wx0123456789abcdef";
inline constexpr char kOaOriginal[] = "gh_123456789abc";

// An account that sends all by calls.
Entry OaEntry();

// What the answer to a callback says, decrypted; "" for one that is not sealed.
std::string OpenedOaAnswer(const std::string& body, const Secrets& secrets);

}  // namespace frontdesk::contract
