"""VoxelMorph-1 and -2 as trained on IXI, stated from their table of layers: encoder of strided convolutions, decoder of
nearest upsampling with skips, a displacement in voxels, trilinear warping with zeros outside. Parameters have the names
of the authors' code."""

import torch
import torch.nn.functional as functional
from torch import nn
from warping import squared_differences, warp_by_voxels

DECODER = (32, 32, 32, 32)
VM1 = {"encoder": (8, 32, 32, 32), "decoder": DECODER, "extra": (32, 8, 8)}
VM2 = {"encoder": (16, 32, 32, 32), "decoder": DECODER, "extra": (32, 16, 16)}


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.main = nn.Conv3d(inputs, outputs, kernel_size=3, stride=stride, padding=1)

    def forward(self, features):
        return functional.leaky_relu(self.main(features), 0.2)


class UNet(nn.Module):
    def __init__(self, encoder, decoder, extra):
        super().__init__()
        skips = [2]
        self.downarm = nn.ModuleList()
        for outputs in encoder:
            self.downarm.append(Block(skips[-1], outputs, stride=2))
            skips.append(outputs)
        channels = skips.pop()
        self.uparm = nn.ModuleList()
        for outputs in decoder:
            self.uparm.append(Block(channels, outputs))
            channels = outputs + skips.pop()
        self.extras = nn.ModuleList()
        for outputs in extra:
            self.extras.append(Block(channels, outputs))
            channels = outputs

    def forward(self, images):
        skips = [images]
        for block in self.downarm:
            skips.append(block(skips[-1]))
        features = skips.pop()
        for block in self.uparm:
            upsampled = functional.interpolate(block(features), scale_factor=2, mode="nearest")
            features = torch.cat((upsampled, skips.pop()), 1)
        for block in self.extras:
            features = block(features)
        return features


class Voxelmorph(nn.Module):
    def __init__(self, encoder, decoder, extra):
        super().__init__()
        self.unet_model = UNet(encoder, decoder, extra)
        self.flow = nn.Conv3d(extra[-1], 3, kernel_size=3, padding=1)
        nn.init.normal_(self.flow.weight, 0, 1e-5)
        nn.init.zeros_(self.flow.bias)

    def forward(self, moving, fixed):
        """The displacement in voxels, and the moving image under it."""
        displacement = self.flow(self.unet_model(torch.cat((moving, fixed), 1)))
        return displacement, warp_by_voxels(moving, displacement)

    def smoothness(self, displacement):
        return squared_differences(displacement)
