"""wechatpy against our replies: replies.py OURS THEIRS

A line of OURS is the answer to a callback that we have sealed; wechatpy must open it and read the same reply in it.
THEIRS gets callbacks that wechatpy has sealed, for our side to open.
"""

import json
import sys

import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import TextReply, deserialize_reply


def problem_of(one):
    crypto = WeChatCrypto(one["token"], one["aes_key"], one["app_id"])
    sealed = xmltodict.parse(one["answer"])["xml"]
    opened = crypto.decrypt_message(one["answer"], sealed["MsgSignature"], sealed["TimeStamp"], sealed["Nonce"])
    opened = opened.decode() if isinstance(opened, bytes) else opened
    fields = xmltodict.parse(opened)["xml"]
    reply = deserialize_reply(opened)
    if (reply.type, reply.target, reply.source) != (one["kind"], "oUser0001", "gh_123456789abc"):
        return f"{reply.type} from {reply.source} to {reply.target}"
    if one["kind"] == "text":
        return "" if reply.content == one["text"] == fields["Content"] else "the words"
    agent = fields.get("TransInfo", {}).get("KfAccount", "")
    return "" if agent == one["agent"] else f"the agent: {agent}"


def sealed_by_wechatpy(i):
    import base64
    import hashlib

    key = base64.b64encode(hashlib.sha256(str(i).encode()).digest()).decode()[:43]
    one = {"token": f"Tok3n{i}", "aes_key": key, "app_id": f"wx{i}", "nonce": str(1372623149 + i)}
    reply = TextReply(content="你好 😀 转人工"[: i % 9] + "x" * i, source="oUser0001", target="gh_1")
    one["message"] = reply.render()
    body = WeChatCrypto(one["token"], key, one["app_id"]).encrypt_message(one["message"], one["nonce"], "1700000000")
    sealed = xmltodict.parse(body)["xml"]
    return {**one, "body": body, "signature": sealed["MsgSignature"]}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        ours = [json.loads(line) for line in file]
    wrong = [(one, problem) for one in ours if (problem := problem_of(one))]
    for one, problem in wrong:
        print("differs:", problem, json.dumps(one)[:300], file=sys.stderr)
    with open(sys.argv[2], "a", encoding="utf-8") as file:
        for i in range(200):
            file.write(json.dumps(sealed_by_wechatpy(i)) + "\n")
    print(f"wechatpy: {len(ours)} answers of ours, {len(wrong)} differ; 200 callbacks written")
    return 1 if wrong or len(ours) < 200 else 0


sys.exit(main())
