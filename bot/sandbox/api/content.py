"""What a message of the bot may contain: texts, captions, files. Reads parameters into `Message.content`."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.api.params import Params, Upload
from bot.sandbox.entities import Entity, find_entities, parse_html, trim
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.images import picture_size
from bot.sandbox.model import Json, StoredFile
from bot.sandbox.render import document_body, file_body
from bot.sandbox.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
MAX_PHOTO = 10 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024


def formatted(world: World, text: str, parse_mode: str, given: Any) -> tuple[str, list[Entity]]:
    """Text and entities as Telegram stores them: parsed, trimmed, with what it finds itself."""
    mode = parse_mode.lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(text) if mode else (text, list(given or []))
    text, entities = trim(text, entities)
    for entity in entities:
        if entity["type"] == "text_mention" and entity["user"]["id"] in world.users:
            entity["user"] = world.users[entity["user"]["id"]].as_api()
    return text, find_entities(text, entities)[:MAX_ENTITIES]


def read_text(world: World, params: Params) -> Json:
    """The content of a text message."""
    text, entities = formatted(world, params.text("text"), params.text("parse_mode"), params.json("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    preview = params.json("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    return content


def caption_fields(world: World, caption: str, parse_mode: str, given: Any) -> Json:
    """The caption fields of a media message; none for an empty caption."""
    text, entities = formatted(world, caption, parse_mode, given)
    if len(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return {**({"caption": text} if text else {}), **({"caption_entities": entities} if entities else {})}


def read_caption(world: World, params: Params) -> Json:
    spans = params.json("caption_entities")
    return caption_fields(world, params.text("caption"), params.text("parse_mode"), spans)


def read_file(world: World, params: Params, value: Any, problem: str) -> tuple[StoredFile, bytes]:
    """The file a parameter means: an upload, `attach://name`, or the id of a known file."""
    upload = _upload(params, value)
    if upload is not None:
        if len(upload.content) > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        if not upload.content:
            raise bad_request("file must be non-empty")
        return world.store_file(upload.content, name=upload.name, mime=upload.mime), upload.content
    if not value:
        raise bad_request(problem)
    known = world.files.get(str(value))
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known, known.content()


def _upload(params: Params, value: Any) -> Upload | None:
    if isinstance(value, Upload):
        return value
    match = re.fullmatch(r"attach://(.+)", str(value or ""))
    if match is None:
        return None
    if match[1] not in params.uploads:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return params.uploads[match[1]]


def read_photo(world: World, params: Params, value: Any) -> Json:
    """The content of a photo message."""
    upload = _upload(params, value)
    if upload is not None and len(upload.content) > MAX_PHOTO:
        raise bad_request("file is too big")
    file, content = read_file(world, params, value, "there is no photo in the request")
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if not width or not height or width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return {"photo": [file_body(file, width=width, height=height)]}


def read_document(world: World, params: Params, value: Any) -> Json:
    file, _ = read_file(world, params, value, "there is no document in the request")
    return {"document": document_body(file)}


def read_media(world: World, params: Params, media: Any) -> Json:
    """The content an InputMedia object describes."""
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    spans = media.get("caption_entities")
    caption = caption_fields(world, media.get("caption") or "", media.get("parse_mode") or "", spans)
    if media.get("type") == "photo":
        return {**read_photo(world, params, media.get("media")), **caption}
    if media.get("type") == "document":
        return {**read_document(world, params, media.get("media")), **caption}
    raise bad_request("can't parse InputMedia: media type is not supported by the sandbox")
