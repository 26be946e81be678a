"""Models of a few thousand weights, made and saved as large ones are: nothing is downloaded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

SENTENCES = (
    "The harbour light blinks twice and then rests for nine seconds.",
    "Knead the dough until it springs back, then let it rise under a cloth.",
    "A heron stood in the shallows while the tide went out.",
    "Please move our meeting to Thursday, since the train is late again.",
    "The old bridge carries one lane of traffic and a narrow path for walkers.",
    "Write the result down before you change the next setting.",
)
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
TALKS = (
    ("How often does the harbour light blink?", "Twice, and then it rests for nine seconds."),
    ("What comes after kneading?", "Let the dough rise under a cloth until it has doubled."),
    ("Name a bird of the shallows.", "A heron."),
    ("Why is the meeting on Thursday?", "Since the train is late again, they moved it."),
    ("Who may use the bridge?", "One lane of traffic, and walkers on a narrow path."),
)
RECORDS: list[list[dict[str, str]]] = [
    [{"role": "user", "content": asked}, {"role": "assistant", "content": said}] for asked, said in TALKS
]


def tokenizer_in(folder: Path, template: str | None = CHATML, texts: Sequence[str] = SENTENCES) -> Any:
    """A tokenizer that has learnt from a few sentences, with a chat template."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bytewise = Tokenizer(models.BPE())
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytewise.decoder = decoders.ByteLevel()
    special = ["<|im_start|>", "<|im_end|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    bytewise.train_from_iterator(texts, trainer)
    made = PreTrainedTokenizerFast(tokenizer_object=bytewise, bos_token=special[0], eos_token=special[1])
    made.chat_template = template
    made.save_pretrained(folder)
    return made


def model_in(folder: Path, kind: str = "llama", **settings: object) -> Any:
    """A model of random weights with that tokenizer, in a folder; its kind is `llama`, `gpt2`, or `qwen2`."""
    import torch
    import transformers

    words = len(tokenizer_in(folder))
    sizes: dict[str, Any] = {
        "vocab_size": words,
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 4,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "max_position_embeddings": 128,
    }
    if kind == "gpt2":
        sizes = {"vocab_size": words, "n_embd": 16, "n_layer": 4, "n_head": 2, "n_positions": 128}
    if kind == "gemma3_text":
        sizes |= {"head_dim": 8, "sliding_window": 8}
    torch.manual_seed(3)
    config = transformers.AutoConfig.for_model(kind, **sizes, initializer_range=0.2, **settings)
    model = transformers.AutoModelForCausalLM.from_config(config)
    model.save_pretrained(folder)
    return model.eval()
