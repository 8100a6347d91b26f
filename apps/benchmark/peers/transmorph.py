"""TransMorph, stated from its table of layers: a Swin Transformer on patches of 4x4x4 voxels as the encoder, convolutions
with trilinear upsampling as the decoder, skips from both, a displacement in voxels. Windows are one 32nd of the image
along each axis. Parameters have the names of the authors' code."""

import math
from functools import cache

import torch
import torch.nn.functional as functional
from torch import nn
from warping import squared_differences, warp_by_voxels

PATCH = 4
DIVISOR = 32
TM = {"embedding": 96, "depths": (2, 2, 4, 2), "heads": (4, 4, 8, 8), "head_channels": 16}
# Linear over the blocks from 0 to this, in the authors' training.
DROP_PATH = 0.3
# The neighbors that become one token, in the authors' order.
MERGED = ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1))


def to_windows(tokens, window):
    """[B, D, H, W, C] as [B, windows, tokens of a window, C]."""
    batch, *grid, channels = tokens.shape
    depth, height, width = (length // extent for length, extent in zip(grid, window, strict=True))
    cut = tokens.view(batch, depth, window[0], height, window[1], width, window[2], channels)
    return cut.permute(0, 1, 3, 5, 2, 4, 6, 7).reshape(batch, depth * height * width, math.prod(window), channels)


def from_windows(windows, window, grid):
    """The inverse of to_windows."""
    batch, _, _, channels = windows.shape
    counts = [length // extent for length, extent in zip(grid, window, strict=True)]
    cut = windows.view(batch, *counts, *window, channels).permute(0, 1, 4, 2, 5, 3, 6, 7)
    return cut.reshape(batch, *grid, channels)


def relative_index(window):
    """[tokens, tokens]: the row of the table for a query and a key."""
    places = torch.cartesian_prod(*(torch.arange(extent) for extent in window)).view(-1, 3)
    steps = places[:, None] - places[None] + torch.tensor(window) - 1
    _, second, third = (2 * extent - 1 for extent in window)
    return (steps[..., 0] * second + steps[..., 1]) * third + steps[..., 2]


@cache
def shift_mask(grid, window, shift, dtype):
    """[windows, 1, tokens, tokens]: -100 between tokens that are together only because rolling wrapped one around."""
    wrapped = [torch.arange(length) >= length - distance for length, distance in zip(grid, shift, strict=True)]
    first, second, third = torch.meshgrid(*wrapped, indexing="ij")
    regions = to_windows((4 * first + 2 * second + third)[None, ..., None], window)[0, :, :, 0]
    return ((regions[:, :, None] != regions[:, None]).to(dtype) * -100)[:, None]


class DropPath(nn.Module):
    """In training, a whole branch is dropped at this rate, per sample; what is kept is scaled up."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, branch):
        if self.rate == 0 or not self.training:
            return branch
        kept = torch.rand(branch.shape[0], *[1] * (branch.dim() - 1), dtype=branch.dtype) >= self.rate
        return branch * kept / (1 - self.rate)


class Attention(nn.Module):
    def __init__(self, channels, heads, window):
        super().__init__()
        self.heads = heads
        rows = math.prod(2 * extent - 1 for extent in window)
        self.relative_position_bias_table = nn.Parameter(torch.empty(rows, heads))
        nn.init.trunc_normal_(self.relative_position_bias_table, std=0.02)
        self.register_buffer("index", relative_index(window), persistent=False)
        self.qkv = nn.Linear(channels, 3 * channels, bias=False)
        self.proj = nn.Linear(channels, channels)

    def forward(self, windows, mask):
        batch, count, tokens, channels = windows.shape
        parts = self.qkv(windows).view(batch, count, tokens, 3, self.heads, channels // self.heads)
        queries, keys, values = parts.permute(3, 0, 1, 4, 2, 5)
        scale = (channels // self.heads) ** -0.5
        bias = self.relative_position_bias_table[self.index.flatten()].view(tokens, tokens, self.heads).permute(2, 0, 1)
        logits = (queries * scale) @ keys.transpose(-2, -1) + bias
        if mask is not None:
            logits = logits + mask
        mixed = logits.softmax(-1) @ values
        return self.proj(mixed.transpose(2, 3).reshape(batch, count, tokens, channels))


class Perceptron(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.fc1 = nn.Linear(channels, 4 * channels)
        self.fc2 = nn.Linear(4 * channels, channels)

    def forward(self, tokens):
        return self.fc2(functional.gelu(self.fc1(tokens)))


class AttentionBlock(nn.Module):
    def __init__(self, channels, heads, window, shift, drop_path):
        super().__init__()
        self.window, self.shift = window, shift
        self.norm1 = nn.LayerNorm(channels)
        self.attn = Attention(channels, heads, window)
        self.norm2 = nn.LayerNorm(channels)
        self.mlp = Perceptron(channels)
        self.drop_path = DropPath(drop_path)

    def attend(self, tokens):
        grid = tuple(tokens.shape[1:4])
        if not any(self.shift):
            return from_windows(self.attn(to_windows(tokens, self.window), None), self.window, grid)
        mask = shift_mask(grid, self.window, self.shift, tokens.dtype)
        rolled = tokens.roll([-distance for distance in self.shift], (1, 2, 3))
        attended = from_windows(self.attn(to_windows(rolled, self.window), mask), self.window, grid)
        return attended.roll(self.shift, (1, 2, 3))

    def forward(self, tokens):
        tokens = tokens + self.drop_path(self.attend(self.norm1(tokens)))
        return tokens + self.drop_path(self.mlp(self.norm2(tokens)))


class PatchMerging(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.reduction = nn.Linear(8 * channels, 2 * channels, bias=False)
        self.norm = nn.LayerNorm(8 * channels)

    def forward(self, tokens):
        neighbors = [tokens[:, depth::2, height::2, width::2] for depth, height, width in MERGED]
        return self.reduction(self.norm(torch.cat(neighbors, -1)))


class Stage(nn.Module):
    def __init__(self, channels, heads, window, rates, is_last):
        super().__init__()
        shifts = ((0, 0, 0), tuple(extent // 2 for extent in window))
        self.blocks = nn.ModuleList(
            AttentionBlock(channels, heads, window, shifts[number % 2], rate) for number, rate in enumerate(rates)
        )
        self.downsample = nn.Identity() if is_last else PatchMerging(channels)


class PatchEmbedding(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.proj = nn.Conv3d(2, channels, kernel_size=PATCH, stride=PATCH)
        self.norm = nn.LayerNorm(channels)

    def forward(self, images):
        return self.norm(self.proj(images).movedim(1, -1))


class SwinTransformer(nn.Module):
    def __init__(self, embedding, depths, heads, window, drop_path):
        super().__init__()
        self.patch_embed = PatchEmbedding(embedding)
        rates = iter(torch.linspace(0, drop_path, sum(depths)).tolist())
        self.layers = nn.ModuleList()
        for number, depth in enumerate(depths):
            stage_rates = [next(rates) for _ in range(depth)]
            channels, is_last = embedding * 2**number, number == len(depths) - 1
            self.layers.append(Stage(channels, heads[number], window, stage_rates, is_last))
        for number in range(len(depths)):
            self.add_module(f"norm{number}", nn.LayerNorm(embedding * 2**number))

    def forward(self, images):
        """The map of every stage, from fine to coarse."""
        tokens = self.patch_embed(images)
        maps = []
        for number, stage in enumerate(self.layers):
            for block in stage.blocks:
                tokens = block(tokens)
            maps.append(getattr(self, f"norm{number}")(tokens).movedim(-1, 1).contiguous())
            tokens = stage.downsample(tokens)
        return maps


def convolution(inputs, outputs):
    layer = nn.Conv3d(inputs, outputs, kernel_size=3, padding=1, bias=False)
    return nn.Sequential(layer, nn.InstanceNorm3d(outputs), nn.LeakyReLU(0.01))


class Decoder(nn.Module):
    def __init__(self, inputs, skip, outputs):
        super().__init__()
        self.conv1 = convolution(inputs + skip, outputs)
        self.conv2 = convolution(outputs, outputs)

    def forward(self, coarse, skip):
        upsampled = functional.interpolate(coarse, scale_factor=2, mode="trilinear", align_corners=False)
        return self.conv2(self.conv1(torch.cat((upsampled, skip), 1)))


class TransMorph(nn.Module):
    """For images of one size; `drop_path` is the rate of the last block, in training."""

    def __init__(self, size, embedding, depths, heads, head_channels, drop_path=0):
        super().__init__()
        if any(extent % DIVISOR for extent in size):
            raise ValueError(f"the size {tuple(size)} has to be divisible by {DIVISOR} along every axis")
        window = tuple(extent // DIVISOR for extent in size)
        self.transformer = SwinTransformer(embedding, depths, heads, window, drop_path)
        skips = [4 * embedding, 2 * embedding, embedding, embedding // 2, head_channels]
        inputs = [8 * embedding, *skips[:-1]]
        for number, (coarse, skip) in enumerate(zip(inputs, skips, strict=True)):
            self.add_module(f"up{number}", Decoder(coarse, skip, skip))
        self.c1 = convolution(2, embedding // 2)
        self.c2 = convolution(2, head_channels)
        self.reg_head = nn.Sequential(nn.Conv3d(head_channels, 3, kernel_size=3, padding=1))
        nn.init.normal_(self.reg_head[0].weight, 0, 1e-5)
        nn.init.zeros_(self.reg_head[0].bias)

    def output(self, images):
        half = functional.avg_pool3d(images, kernel_size=3, stride=2, padding=1)
        skips = [self.c2(images), self.c1(half), *self.transformer(images)]
        features = skips.pop()
        for number in range(5):
            features = getattr(self, f"up{number}")(features, skips.pop())
        return self.reg_head(features)

    def forward(self, moving, fixed):
        """The displacement in voxels, and the moving image under it."""
        displacement = self.output(torch.cat((moving, fixed), 1))
        return displacement, warp_by_voxels(moving, displacement)

    def smoothness(self, displacement):
        return squared_differences(displacement)
